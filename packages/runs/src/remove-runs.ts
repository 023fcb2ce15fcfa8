/**
 * Removal of runs and groups. A folder is first renamed to a name that nothing lists and then deleted, so
 * that an interruption leaves whole runs and no half ones; the next removal deletes what it left.
 */
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DataError, isRecord } from '@anodec/core';
import { errorCode, fileError } from '@anodec/files';
import { groupsByRun, type RunGroup } from './groups.js';
import { type Run, runAt } from './run.js';
import { parseVersion, runFiles } from './run-files.js';
import { observeStatus, readStatusFile } from './run-status.js';

/** What a removal freed. */
export interface Removal {
  /** Folders that are gone, in the order of their removal. */
  readonly paths: readonly string[];
  readonly files: number;
  readonly bytes: number;
}

/** What to remove: runs, and groups with all their runs. */
export interface RemovalChoice {
  readonly runs: readonly Run[];
  readonly groups?: readonly RunGroup[];
}

const REMOVED = '.removed-';

/**
 * Removes runs and groups, whole; nothing is removed when one of them has to stay.
 *
 * @param choice groups are removed with their runs
 * @throws DataError when a run is being written, belongs to a group that stays, or another run that stays
 *   was resumed from it; when a folder cannot be removed
 */
export async function removeRuns({ runs, groups = [] }: RemovalChoice): Promise<Removal> {
  const all = await withMembers(runs, groups);
  for (const run of all) await checkUnneeded(run, all, groups);
  // the groups first, later runs before those they were resumed from: whatever stays is whole
  const newestFirst = [...all].sort((a, b) => (b.version ?? -1) - (a.version ?? -1));
  const paths = [...groups, ...newestFirst].map(({ path }) => path);
  let [files, bytes] = [0, 0];
  for (const path of paths) {
    const size = await sizeOf(path);
    await removeFolder(path);
    files += size.files;
    bytes += size.bytes;
  }
  for (const root of new Set(paths.map((path) => dirname(path)))) await removeLeftOver(root);
  return { paths, files, bytes };
}

/** Names of the runs beside a run whose training was resumed from it. */
export async function resumedFrom(run: Run): Promise<string[]> {
  const root = dirname(run.path);
  const names = await namesIn(root);
  const resumed: string[] = [];
  for (const name of names.filter((one) => parseVersion(one) !== undefined)) {
    const from = await originOf(runFiles(join(root, name)).config);
    if (from !== undefined && isPathOf(run.path, from)) resumed.push(name);
  }
  return resumed;
}

/** All files below a folder, largest first, by path within it. @throws DataError when it cannot be read */
export async function filesOf(
  folder: string,
): Promise<{ readonly name: string; readonly bytes: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      throw fileError(error, folder, 'read');
    },
  );
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const found = await stat(path).catch(() => undefined); // a draft that has been renamed since
        return found && { name: path.slice(join(folder, '/').length), bytes: found.size };
      }),
  );
  return files
    .filter((file) => file !== undefined)
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

/** The runs, and those of the groups that are still there, each once. */
async function withMembers(runs: readonly Run[], groups: readonly RunGroup[]): Promise<Run[]> {
  const byPath = new Map(runs.map((run) => [resolve(run.path), run]));
  for (const group of groups) {
    for (const { version } of (await group.read()).members) {
      if (version === null) continue;
      const { path } = group.runOf(version);
      const isThere = await stat(path).then(
        () => true,
        () => false,
      );
      if (isThere) byPath.set(resolve(path), runAt(path));
    }
  }
  return [...byPath.values()];
}

async function checkUnneeded(
  run: Run,
  removed: readonly Run[],
  groups: readonly RunGroup[],
): Promise<void> {
  const status = await readStatusFile(runFiles(run.path).status).catch(() => undefined);
  if (status && observeStatus(status) === 'running') {
    throw new DataError(
      `${run.path} must not be removed while it is written, by process ${status.process} on ` +
        `${status.host}. Stop that process first.`,
    );
  }
  const group = (await groupsByRun(dirname(run.path))).get(run.version ?? NaN);
  if (group && !groups.some(({ name }) => name === group.name)) {
    throw new DataError(
      `${run.path} must stay, as ${group.name} compares its seed with others. Remove ${group.name}, with all its runs.`,
    );
  }
  const names = removed.map(({ path }) => basename(path));
  const needing = (await resumedFrom(run)).find((name) => !names.includes(name));
  if (needing === undefined) return;
  throw new DataError(
    `${run.path} must stay, as ${needing} was resumed from it. Remove ${needing}, too.`,
  );
}

async function originOf(config: string): Promise<string | undefined> {
  const text = await readFile(config, 'utf8').catch(() => '{}');
  try {
    const stored: unknown = JSON.parse(text);
    return isRecord(stored) && typeof stored.resumedFrom === 'string'
      ? stored.resumedFrom
      : undefined;
  } catch {
    return undefined; // a damaged run needs no other
  }
}

/** A path recorded in another working folder is the same run where its last two names are the same. */
function isPathOf(path: string, recorded: string): boolean {
  return lastTwo(path) === lastTwo(recorded);
}

function lastTwo(path: string): string {
  return join(basename(dirname(resolve(path))), basename(path));
}

async function sizeOf(folder: string): Promise<{ files: number; bytes: number }> {
  const files = await filesOf(folder);
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function removeFolder(path: string): Promise<void> {
  const hidden = join(dirname(path), `${REMOVED}${basename(path)}-${process.pid}-${Date.now()}`);
  try {
    await rename(path, hidden);
    await rm(hidden, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw fileError(error, path, 'written');
  }
}

/** Deletes what an interrupted removal left. */
async function removeLeftOver(root: string): Promise<void> {
  for (const name of (await namesIn(root)).filter((one) => one.startsWith(REMOVED))) {
    await rm(join(root, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

async function namesIn(root: string): Promise<string[]> {
  return readdir(root).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileError(error, root, 'read');
  });
}
