/** The files of jobs as documents, checked when they are read: they were written by another process, perhaps elsewhere. */
import { existsSync } from 'node:fs';
import { DataError } from '@anodec/core';
import { readJsonFile } from '@anodec/files';
import { z } from 'zod';
import { PointSchema } from '../../store/events.js';

/** What is run, as in `EngineTask`, and where. */
const TaskFile = z.strictObject({
  name: z.string(),
  /** Working directory, from which paths of the settings start. */
  directory: z.string(),
  module: z.string(),
  settings: z.record(z.string(), z.unknown()),
});

const JobFile = z.strictObject({
  formatVersion: z.literal(1),
  /** Path of the file of its task. */
  task: z.string(),
  job: z.strictObject({ trial: z.int().min(0), attempt: z.int().min(1), point: PointSchema }),
  /** Seconds and bytes that it may take. */
  limits: z.strictObject({ timeLimit: z.number().optional(), memoryLimit: z.number().optional() }),
});

export type JobFile = z.output<typeof JobFile>;

/** A job with its task. */
export interface SpooledJob extends JobFile {
  readonly asked: z.output<typeof TaskFile>;
}

const End = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('finished'),
    value: z.number(),
    seconds: z.number(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({ state: z.literal('pruned'), seconds: z.number() }),
  z.strictObject({
    state: z.literal('failed'),
    message: z.string(),
    died: z.boolean(),
    seconds: z.number(),
  }),
  /** The task itself could not be opened, with what error. */
  z.strictObject({ state: z.literal('cannot open'), name: z.string(), message: z.string() }),
]);

/** How a job ended, or that its task could not be opened. */
export type End = z.output<typeof End>;

/** What a job says on its way. */
export const JobEvent = z.discriminatedUnion('say', [
  z.strictObject({ say: z.literal('start'), worker: z.int() }),
  z.strictObject({ say: z.literal('report'), step: z.number(), value: z.number() }),
]);

export type JobEvent = z.output<typeof JobEvent>;

/**
 * Reads a job and its task.
 *
 * @returns undefined where the job was withdrawn
 * @throws DataError when a file is not what it must be
 */
export async function readJob(path: string): Promise<SpooledJob | undefined> {
  if (!existsSync(path)) return undefined;
  const { data: job } = JobFile.safeParse(await readJsonFile(path));
  if (!job) throw notOfThisVersion(path, 'a job');
  const { data: asked } = TaskFile.safeParse(await readJsonFile(job.task));
  if (!asked) throw notOfThisVersion(job.task, 'the task of jobs');
  return { ...job, asked };
}

/** How a job ended; undefined while it has not. @throws DataError when the file is not what it must be */
export async function readEnd(path: string): Promise<End | undefined> {
  if (!existsSync(path)) return undefined;
  const { data } = End.safeParse(await readJsonFile(path));
  if (!data) throw notOfThisVersion(path, 'the end of a job');
  return data;
}

function notOfThisVersion(path: string, what: string): DataError {
  return new DataError(
    `${path} must hold ${what} of format 1, got something else. Use one version of anodec on all machines, or remove ` +
      'the file.',
  );
}
