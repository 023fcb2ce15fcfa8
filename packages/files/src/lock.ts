/** One process at a time writes a folder: a file with the number of the process, which is void once that has ended. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { ConfigError } from '@anodec/core';
import { errorCode, fileError } from './file-error.js';
import { isProcessAlive } from './process-alive.js';

/**
 * Takes a lock; one that a killed process left behind is taken over.
 *
 * @returns a function that gives it back
 * @throws ConfigError when another process holds it
 * @throws DataError when it cannot be written
 */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw fileError(error, dirname(path), 'written');
  });
  for (let tries = 0; ; tries++) {
    try {
      await writeFile(path, `${process.pid} ${hostname()}\n`, { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw fileError(error, path, 'written');
    }
    await clearAbandoned(path, tries);
  }
}

/** Removes a lock whose process has ended. @throws ConfigError when it runs, or cannot be asked */
async function clearAbandoned(path: string, tries: number): Promise<void> {
  const held = await readFile(path, 'utf8').catch(() => '');
  const [pid, host = ''] = held.trim().split(' ');
  const isHere = host === hostname();
  if (tries < 5 && ((isHere && !isProcessAlive(Number(pid))) || held === '')) {
    if (held === '' && tries < 4)
      await new Promise((resolve) => setTimeout(resolve, 50)); // being written
    else await rm(path, { force: true });
    return;
  }
  throw new ConfigError(
    `${dirname(path)} must be written by one process at a time, but process ${pid} on ${host} works on it. Wait ` +
      `for its end${isHere ? '' : `, or remove ${path} where it has ended`}.`,
  );
}
