/** One process at a time writes a folder: a file with the number of the process, which counts until that has ended. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ConfigError } from '@anodec/core';
import { errorCode, fileError } from './file-error.js';
import { isProcessAlive } from './process-alive.js';

/**
 * Locks that this process has. One that names this process and is not among them was left by another process with the
 * same number, as in a container, where every start may have the same.
 */
const own = new Set<string>();

/**
 * Takes a lock; one that a killed process left behind is taken over.
 *
 * @param remedy what else helps where another process holds it, such as "choose another folder"
 * @returns a function that gives it back
 * @throws ConfigError when another process holds it, or this one already does
 * @throws DataError when it cannot be written
 */
export async function takeLock(path: string, remedy?: string): Promise<() => Promise<void>> {
  const key = resolve(path);
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw fileError(error, dirname(path), 'written');
  });
  for (let tries = 0; ; tries++) {
    try {
      await writeFile(path, `${process.pid} ${hostname()}\n`, { flag: 'wx' });
      own.add(key);
      return async () => {
        own.delete(key);
        await rm(path, { force: true });
      };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw fileError(error, path, 'written');
    }
    await clearAbandoned(path, tries, remedy);
  }
}

/** Removes a lock whose process has ended. @throws ConfigError when it runs, or cannot be asked */
async function clearAbandoned(path: string, tries: number, remedy?: string): Promise<void> {
  const held = await readFile(path, 'utf8').catch(() => '');
  const [pid, host = hostname()] = held.trim().split(' ');
  const isHere = host === hostname();
  if (tries < 5 && ((isHere && !isHeld(path, Number(pid))) || held === '')) {
    if (held === '' && tries < 4)
      await setTimeout(50); // being written
    else await rm(path, { force: true });
    return;
  }
  const remedies = [
    'Wait for its end',
    ...(isHere ? [] : [`remove ${path} where it has ended`]),
    ...(remedy === undefined ? [] : [remedy]),
  ];
  throw new ConfigError(
    `${dirname(path)} must be written by one process at a time, but process ${pid} on ${host} works on it. ` +
      `${remedies.join(', or ')}.`,
  );
}

function isHeld(path: string, pid: number): boolean {
  return pid === process.pid ? own.has(resolve(path)) : isProcessAlive(pid);
}
