/**
 * Jobs as files in a folder that several machines see: what is asked for, what is said on the way, how it ended.
 * A queue or a cluster carries nothing but paths.
 *
 *     jobs/task-TASK.json       a task: its name, module and settings, under their hash
 *     jobs/ID.json              a job; ID is the hash of its task, number and point
 *     jobs/ID.events.jsonl      what it said on the way, where nothing else carries that
 *     jobs/ID.prune             that it should end early
 *     jobs/ID.end.json          how it ended; the first end counts
 *
 * Whoever asks removes the files of a job when its end is read. An end that nobody waited for any more stays, and is
 * taken in place of running the job again when the same job is asked for.
 */
import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StoppedError } from '@anodec/core';
import { fileError, writeJsonFile } from '@anodec/files';
import { keyOf } from '../../store/key.js';
import type { Job, Outcome } from '../engine.js';
import type { EngineParts } from '../entry.js';
import { type JobFile, readEnd } from './documents.js';
import { filesOf, isAbandonedDraft, type JobFiles, removeJob } from './job-files.js';

/** A job that was asked for. */
export interface Submitted {
  readonly id: string;
  readonly files: JobFiles;
  /** What it found, where it had finished before. */
  readonly known?: Outcome;
}

/** The side that asks for jobs. */
export interface Spool {
  /** Folder of the files. */
  readonly path: string;
  /**
   * Writes a job, unless it has finished before.
   *
   * @throws DataError when it cannot be written
   * @throws StoppedError when jobs are refused by the time it is written
   */
  submit(job: Job): Promise<Submitted>;
  /** Lets no job through any more, not even one that is being written: nobody would hear how it ended. */
  refuse(): void;
  /** Says that a job should end early. */
  prune(files: JobFiles): Promise<void>;
  /** Removes the folder where no end is left in it that nobody has read; what a killed worker was writing is none. */
  close(): Promise<void>;
}

/** Makes the folder and writes the task. @throws DataError when it cannot be written */
export async function openSpool(parts: EngineParts): Promise<Spool> {
  const { task, timeLimit, memoryLimit } = parts;
  const path = join(resolve(parts.folder), 'jobs');
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    throw fileError(error, path, 'written');
  });
  const { name, module, settings } = task;
  const directory = process.cwd();
  const taskKey = keyOf({ name, settings, directory });
  const taskPath = join(path, `task-${taskKey}.json`);
  await writeJsonFile(taskPath, { name, directory, module, settings });
  const limits: JobFile['limits'] = { timeLimit, memoryLimit };
  let isRefusing = false;
  const write = async ({ trial, attempt, point }: Job): Promise<Submitted> => {
    const id = `${taskKey}-${keyOf({ trial, point })}`;
    const files = filesOf(join(path, `${id}.json`));
    const end = await readEnd(files.end);
    if (isRefusing) return { id, files };
    await removeJob(files);
    if (end?.state === 'finished') return { id, files, known: end };
    const job = { trial, attempt, point };
    await writeJsonFile(files.job, { formatVersion: 1, task: taskPath, job, limits });
    return { id, files };
  };
  const close = async (): Promise<void> => {
    const names = await readdir(path).catch(() => []);
    const abandoned = names.filter(isAbandonedDraft); // of a worker that was killed while it wrote an end
    for (const draft of abandoned) await rm(join(path, draft), { force: true });
    const left = names.filter((file) => !abandoned.includes(file));
    if (left.some((file) => !file.startsWith('task-'))) return;
    await rm(taskPath, { force: true });
    await rmdir(path).catch(() => undefined); // tasks of others are in it
  };
  return {
    path,
    async submit(job) {
      const submitted = await write(job).catch((error: unknown) => {
        if (!isRefusing) throw error; // the folder may be gone by now
      });
      if (submitted && (submitted.known || !isRefusing)) return submitted;
      if (submitted) await rm(submitted.files.job, { force: true });
      await close();
      throw new StoppedError('Stopped while starting a job.');
    },
    refuse: () => void (isRefusing = true),
    prune: ({ prune }) => writeFile(prune, ''),
    close,
  };
}
