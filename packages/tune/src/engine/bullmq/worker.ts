/**
 * A worker of a queue: takes jobs, runs each in a process of its own machine, and writes how it ended. The process that
 * talks to Redis computes nothing, so that the locks of its jobs are renewed however long a job takes.
 */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { ConfigError, DataError, parseConfig, StoppedError } from '@anodec/core';
import { z } from 'zod';
import type { Engine } from '../engine.js';
import { processesFor } from '../local.js';
import { createLocalProcesses } from '../local-processes.js';
import { type End, type JobEvent, readJob, type SpooledJob } from '../spool/documents.js';
import { filesOf } from '../spool/job-files.js';
import { cannotOpen, runJob, writeEnd } from '../spool/run-job.js';
import { takeJobs, type TakenJob } from './library.js';
import { QueueConfig } from './redis-settings.js';

/** Settings of a worker. */
export const QueueWorkerConfig = z.strictObject({
  ...QueueConfig.shape,
  workers: z
    .int()
    .min(1)
    .max(256)
    .default(1)
    .describe('Number of jobs at a time; the cores are shared among them'),
  lockSeconds: z
    .number()
    .min(1)
    .max(3600)
    .default(30)
    .describe('Seconds after which the jobs of a worker that is gone are given to another'),
});

export type QueueWorkerConfig = z.output<typeof QueueWorkerConfig>;

/** What a worker knows and tells. */
export interface QueueWorkerParts {
  /** URLs of the modules that it runs, by name: a queue names tasks, and never code. */
  readonly modules: Readonly<Record<string, string>>;
  /** Raised to stop: jobs that run are ended and go back into the queue. */
  readonly signal: AbortSignal;
  /** Receives each job that ended here. */
  readonly onEnd?: (job: SpooledJob['job'], end: End) => void;
  /** Receives faults of the connection and files that are no jobs. */
  readonly note?: (line: string) => void;
}

/**
 * Takes jobs until the signal is raised.
 *
 * @throws ConfigError when a package is missing or a setting is not valid
 * @throws DataError when the server does not answer
 */
export async function runQueueWorker(given: object, parts: QueueWorkerParts): Promise<void> {
  const config = parseConfig(QueueWorkerConfig, given, 'the settings of a worker');
  const { signal, note } = parts;
  const engines = createTaskEngines(config.workers);
  let lastNote = '';
  const stop = await takeJobs(config, {
    workers: config.workers,
    lockSeconds: config.lockSeconds,
    async run(taken) {
      if (signal.aborted) return undefined;
      try {
        await runTaken(taken, engines, parts);
        return 'ended';
      } catch (error) {
        if (error instanceof StoppedError) return undefined;
        throw error; // the queue tells whoever asked
      }
    },
    onError({ message }) {
      if (message !== lastNote) note?.(`The queue says: ${message}.`);
      lastNote = message; // a server that is away is away once
    },
  });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await engines.close();
  await stop();
}

async function runTaken(
  { path, tell }: TakenJob,
  engines: TaskEngines,
  { modules, onEnd, note }: QueueWorkerParts,
): Promise<void> {
  if (typeof path !== 'string') throw new ConfigError('A job must name its file.');
  const job = await readJob(path);
  if (!job) return note?.(`${path} is not there any more: the job was taken back.`);
  const reason = whyNot(job, modules);
  const end = reason
    ? await writeEnd(filesOf(path), cannotOpen(reason))
    : await engines.use(job, modules[job.asked.name], (engine) =>
        runJob(path, job, engine, (event: JobEvent) => tell(event)),
      );
  onEnd?.(job.job, end);
}

/** Why a job cannot be run here; undefined where it can. */
function whyNot(
  { asked: { name, directory } }: SpooledJob,
  modules: QueueWorkerParts['modules'],
): Error | undefined {
  if (!Object.hasOwn(modules, name)) {
    const known = Object.keys(modules).join(', ');
    return new ConfigError(
      `A worker runs the tasks ${known}, got ${name}. Use one version of anodec on all machines.`,
    );
  }
  if (existsSync(directory)) return undefined;
  return new DataError(
    `The folder ${directory}, in which jobs are asked for, must be seen by all workers under this path, but is not ` +
      `seen by ${hostname()}. Mount it there.`,
  );
}

/** Processes for the tasks that jobs belong to. */
interface TaskEngines {
  /** Runs something with the processes of the task of a job. */
  use<Result>(
    job: SpooledJob,
    module: string,
    run: (engine: Engine) => Promise<Result>,
  ): Promise<Result>;
  close(): Promise<void>;
}

function createTaskEngines(workers: number): TaskEngines {
  const open = new Map<string, { readonly engine: Engine; running: number }>();
  return {
    async use({ task, asked, limits }, module, run) {
      const key = JSON.stringify([task, limits]);
      let entry = open.get(key);
      if (!entry) {
        const parts = { task: { ...asked, module }, folder: '', workers, ...limits };
        const { directory } = asked;
        const engine = createLocalProcesses({ ...processesFor(parts), directory });
        entry = { engine, running: 0 };
        open.set(key, entry);
      }
      entry.running += 1;
      try {
        return await run(entry.engine);
      } finally {
        entry.running -= 1;
        // processes that hold the data of a task that nobody asks for any more give way
        for (const [other, { engine, running }] of open) {
          if (other === key || running > 0) continue;
          open.delete(other);
          await engine.close();
        }
      }
    },
    async close() {
      await Promise.all([...open.values()].map(({ engine }) => engine.close()));
    },
  };
}
