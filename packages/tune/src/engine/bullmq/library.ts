/** Queues of BullMQ; the only file that knows the packages bullmq and ioredis, which it loads when a queue is opened. */
import { DataError } from '@anodec/core';
import { optionalPackage } from '@anodec/files';
import { parseRedis, type QueueConfig } from './redis-settings.js';

/** What the queue tells whoever asks for jobs, by the identifier of the job. */
export interface QueueListeners {
  /** @param data what the worker said, unchecked */
  onProgress(id: string, data: unknown): void;
  onCompleted(id: string): void;
  onFailed(id: string, reason: string): void;
}

/** The side that asks. */
export interface JobQueue {
  /** Adds a job, unless one with this identifier is in the queue. */
  add(id: string, path: string): Promise<void>;
  /** Whether a job is in the queue, waiting or running. */
  has(id: string): Promise<boolean>;
  /** Takes a job back that no worker runs; does nothing where one does. */
  remove(id: string): Promise<void>;
  /** Number of workers that are connected. */
  countWorkers(): Promise<number>;
  close(): Promise<void>;
}

/** A job as a worker takes it. */
export interface TakenJob {
  readonly id: string;
  /** Path of its file, unchecked. */
  readonly path: unknown;
  /** Says something to whoever asked. */
  readonly tell: (data: object) => Promise<void>;
}

/** How a worker takes jobs. */
export interface TakingOptions {
  readonly workers: number;
  /** Seconds after which the jobs of a worker that is gone are given to another. */
  readonly lockSeconds: number;
  /** Runs a job; undefined where the worker is stopped, and the job goes back into the queue. */
  readonly run: (job: TakenJob) => Promise<'ended' | undefined>;
  readonly onError: (error: Error) => void;
}

const CONNECT_MILLISECONDS = 10_000;
/** Times that a job may lose its worker before the queue gives it up; whoever asked may ask again. */
const MOST_LOSSES = 3;
/** How often a queue without jobs is asked again by a connection that blocks, in seconds. */
const DRAIN_SECONDS = 2;

/** @throws ConfigError when a package is not installed */
async function load() {
  const what = 'queues on Redis';
  await optionalPackage(import('ioredis'), 'ioredis', what);
  return optionalPackage(import('bullmq'), 'bullmq', what);
}

function connectionOf({ redis }: QueueConfig) {
  return { ...parseRedis(redis), maxRetriesPerRequest: null, connectTimeout: CONNECT_MILLISECONDS };
}

/**
 * Fails early where a server does not answer: a queue itself would wait for it for ever.
 *
 * @throws DataError that names the address and the reason
 */
export async function checkRedis(config: QueueConfig): Promise<void> {
  const { Redis } = await optionalPackage(import('ioredis'), 'ioredis', 'queues on Redis');
  const client = new Redis({
    ...connectionOf(config),
    lazyConnect: true,
    retryStrategy: () => null,
  });
  let reason: unknown;
  client.on('error', (error) => (reason = error));
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    const { message } = (reason ?? error) as Error;
    throw new DataError(
      `The Redis server at ${config.redis} must answer, got: ${message}. Start it, or name another with \`redis\`.`,
    );
  } finally {
    client.disconnect();
  }
}

/** Opens a queue to ask for jobs. @throws ConfigError when a package is missing, DataError when no server answers */
export async function openQueue(config: QueueConfig, listeners: QueueListeners): Promise<JobQueue> {
  const { Queue, QueueEvents } = await load();
  await checkRedis(config);
  const connection = connectionOf(config);
  const queue = new Queue(config.queue, { connection });
  const events = new QueueEvents(config.queue, { connection });
  // a connection that is lost comes back by itself; without a listener the process would end
  queue.on('error', () => {});
  events.on('error', () => {});
  events.on('progress', ({ jobId, data }) => listeners.onProgress(jobId, data));
  events.on('completed', ({ jobId }) => listeners.onCompleted(jobId));
  events.on('failed', ({ jobId, failedReason }) => listeners.onFailed(jobId, failedReason));
  await events.waitUntilReady();
  return {
    async add(id, path) {
      const options = { jobId: id, removeOnComplete: true, removeOnFail: true };
      await queue.add('job', { path }, options);
    },
    has: async (id) => (await queue.getJob(id)) !== undefined,
    async remove(id) {
      const job = await queue.getJob(id);
      await job?.remove().catch(() => undefined); // a worker has begun it
    },
    countWorkers: () => queue.getWorkersCount(),
    async close() {
      await Promise.allSettled([events.close(), queue.close()]);
    },
  };
}

/**
 * Takes jobs from a queue.
 *
 * @returns a function that stops; jobs that run must have ended or been given back by then
 * @throws ConfigError when a package is missing, DataError when no server answers
 */
export async function takeJobs(
  config: QueueConfig,
  { workers, lockSeconds, run, onError }: TakingOptions,
): Promise<() => Promise<void>> {
  const { Worker, WaitingError } = await load();
  await checkRedis(config);
  const running = new Set<Promise<void>>();
  const worker = new Worker<{ readonly path?: unknown }>(
    config.queue,
    async (job, token) => {
      const id = job.id ?? '';
      const taken = { id, path: job.data.path, tell: (data: object) => job.updateProgress(data) };
      const giveBack = async (): Promise<never> => {
        await job.moveToWait(token);
        throw new WaitingError();
      };
      const done = run(taken).then((end) => (end === 'ended' ? undefined : giveBack()));
      running.add(done);
      return done.finally(() => running.delete(done));
    },
    {
      connection: connectionOf(config),
      concurrency: workers,
      lockDuration: 1000 * lockSeconds,
      stalledInterval: 1000 * Math.max(0.5, lockSeconds / 2),
      maxStalledCount: MOST_LOSSES,
      drainDelay: DRAIN_SECONDS,
    },
  );
  worker.on('error', onError);
  await worker.waitUntilReady();
  return async () => {
    await Promise.allSettled(running);
    await worker.close(true); // without force it waits for a connection that waits for jobs
  };
}
