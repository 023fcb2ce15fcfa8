/**
 * Groups of runs that were trained with several seeds: group_N beside the runs, with a small record of
 * which run has which seed, and the report of all.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DataError } from '@anodec/core';
import { errorCode, fileError, readJsonFile, writeFileAtomic, writeJsonFile } from '@anodec/files';
import { type ReportFiles, type Run, runAt } from './run.js';
import { versionName } from './run-files.js';

/** A seed and its run. */
export interface GroupMember {
  readonly seed: number;
  /** Number of the run; null before it is trained. */
  readonly version: number | null;
}

/** group.json */
export interface GroupRecord {
  readonly formatVersion: 1;
  /** ISO 8601 */
  readonly created: string;
  /** Settings of the training, complete, with the first seed. */
  readonly config: unknown;
  /** In the order of the seeds. */
  readonly members: readonly GroupMember[];
}

/** A group on disk. Every file is replaced in one step or left as it was. */
export interface RunGroup {
  /** `group_N` */
  readonly name: string;
  readonly path: string;
  /** Folder of the runs. */
  readonly root: string;
  /** @throws DataError when the record is missing or damaged */
  read(): Promise<GroupRecord>;
  write(record: GroupRecord): Promise<void>;
  /** Records the run of a seed, by its place among the members. */
  recordRun(index: number, run: Run): Promise<void>;
  /** The run of a member; nothing says that it is there. */
  runOf(version: number): Run;
  /** Path of the page that `writeReport` writes. */
  readonly page: string;
  /** @returns the path of the page */
  writeReport(report: ReportFiles): Promise<string>;
}

const NAME = /^group_(0|[1-9]\d*)$/;

/** Whether this names a group rather than a run: `group_3`, also at the end of a path. */
export function isGroupName(which: string): boolean {
  return NAME.test(basename(which.trim()));
}

/** Makes group_N, N one above the highest there is. @throws DataError when it cannot be written */
export async function createGroup(
  root: string,
  record: Pick<GroupRecord, 'config' | 'members'>,
): Promise<RunGroup> {
  await mkdir(root, { recursive: true }).catch((error: unknown) => {
    throw fileError(error, root, 'written');
  });
  for (let n = ((await listNumbers(root)).at(-1) ?? -1) + 1; ; n++) {
    const group = groupAt(root, `group_${n}`);
    try {
      await mkdir(group.path); // not recursive, which would accept a folder that is there
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      throw fileError(error, group.path, 'written');
    }
    await group.write({ formatVersion: 1, created: new Date().toISOString(), ...record });
    return group;
  }
}

/** Opens a group by its name or path. @throws DataError that lists the groups when there is none */
export async function openGroup(root: string, which: string): Promise<RunGroup> {
  const name = basename(which.trim());
  const known = (await listNumbers(root)).map((n) => `group_${n}`);
  if (known.includes(name)) return groupAt(root, name);
  throw new DataError(
    `A group must be in ${root} to be opened, got "${which}"; there are ${known.join(', ') || 'none'}.`,
  );
}

/** The group that a run belongs to, the latest one; undefined for a run trained alone. */
export async function groupOf(root: string, version: number): Promise<RunGroup | undefined> {
  return (await groupsByRun(root)).get(version);
}

/** The group of each run that belongs to one, by the number of the run; the latest of several. */
export async function groupsByRun(root: string): Promise<ReadonlyMap<number, RunGroup>> {
  const groups = new Map<number, RunGroup>();
  for (const n of await listNumbers(root)) {
    const group = groupAt(root, `group_${n}`);
    const record = await group.read().catch(() => undefined); // a damaged one concerns no other run
    for (const { version } of record?.members ?? [])
      if (version !== null) groups.set(version, group);
  }
  return groups;
}

function groupAt(root: string, name: string): RunGroup {
  const path = join(root, name);
  const file = join(path, 'group.json');
  const page = join(path, 'report.html');
  const read = async (): Promise<GroupRecord> => {
    const record = await readJsonFile(file);
    if (isGroupRecord(record)) return record;
    throw new DataError(`${file} must hold formatVersion 1, config and members.`);
  };
  return {
    name,
    path,
    root,
    page,
    read,
    write: (record) => writeJsonFile(file, record),
    async recordRun(index, { version }) {
      const record = await read();
      const members = record.members.map((member, i) =>
        i === index ? { ...member, version: version ?? null } : member,
      );
      await writeJsonFile(file, { ...record, members });
    },
    runOf: (version) => runAt(join(root, versionName(version))),
    async writeReport({ html, markdown, json }) {
      await writeJsonFile(join(path, 'report.json'), json);
      await writeFileAtomic(join(path, 'report.md'), markdown);
      await writeFileAtomic(page, html);
      return page;
    },
  };
}

/** Numbers of the groups, ascending. */
async function listNumbers(root: string): Promise<number[]> {
  const names = await readdir(root).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileError(error, root, 'read');
  });
  return names.flatMap((name) => NAME.exec(name)?.slice(1).map(Number) ?? []).sort((a, b) => a - b);
}

function isGroupRecord(value: unknown): value is GroupRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { formatVersion, members } = value as Partial<GroupRecord>;
  return formatVersion === 1 && Array.isArray(members) && members.every(isMember);
}

function isMember(member: unknown): boolean {
  const { seed, version } = Object(member) as Partial<GroupMember>;
  return typeof seed === 'number' && (version === null || typeof version === 'number');
}
