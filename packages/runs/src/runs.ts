/** Run directories under a root such as `lightning_logs`: make the next, find one, list all. */
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { errorCode, fileError } from '@anodec/files';
import { type Run, runAt } from './run.js';
import { parseVersion, versionName } from './run-files.js';
import { type RunSummary, summarizeRun } from './run-summary.js';

/**
 * Makes version_N, N one above the highest there is. Two processes at once get two versions: whoever
 * makes the folder has it.
 *
 * @throws DataError when the place cannot be written to
 */
export async function createRun(root: string): Promise<Run> {
  await mkdir(root, { recursive: true }).catch((error: unknown) => {
    throw fileError(error, root, 'written');
  });
  const versions = await listVersions(root);
  for (let version = (versions.at(-1) ?? -1) + 1; ; version++) {
    const path = join(root, versionName(version));
    try {
      await mkdir(path); // not recursive, which would accept a folder that is there
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      throw fileError(error, path, 'written');
    }
    const run = runAt(path);
    await run.writeStatus('running');
    return run;
  }
}

/**
 * Opens a run that is there.
 *
 * @param which a number, `last`, a name such as `version_3`, or the path of a run directory
 * @throws DataError that lists the versions when there is no such run
 */
export async function openRun(root: string, which: number | string): Promise<Run> {
  const text = String(which).trim();
  const versions = await listVersions(root);
  const version =
    text === 'last' ? versions.at(-1) : (parseVersion(`version_${text}`) ?? parseVersion(text));
  if (version !== undefined && versions.includes(version)) {
    return runAt(join(root, versionName(version)));
  }
  if (text !== 'last' && version === undefined && (await isFolder(text))) return runAt(text);
  const known = versions.length === 0 ? 'none' : versions.map(versionName).join(', ');
  throw new DataError(
    `A run must be in ${root} to be opened, got "${text}"; there are ${known}. ` +
      'Name one of them, or train with anodec train.',
  );
}

/**
 * All runs under a root, oldest first; none where there is no such folder. Damaged ones are listed
 * too, with what can be known of them.
 *
 * @throws DataError when the root is no folder that can be read
 */
export async function listRuns(root: string): Promise<RunSummary[]> {
  const versions = await listVersions(root);
  return Promise.all(
    versions.map((version) => summarizeRun(join(root, versionName(version)), version)),
  );
}

/** Numbers of the version folders, ascending. */
async function listVersions(root: string): Promise<number[]> {
  const names = await readdir(root).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileError(error, root, 'read');
  });
  return names.flatMap((name) => parseVersion(name) ?? []).sort((a, b) => a - b);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
