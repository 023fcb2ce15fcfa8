/**
 * Hands jobs to a queue of BullMQ on a Redis server, from which workers on any machine take them that see the folder of the
 * jobs (`runQueueWorker`). Redis carries paths, words on the way and that a job has ended; how it ended is a file.
 *
 * A job's identifier is the hash of what it is, so that it is in the queue once, however often it is asked for. The jobs of
 * a worker that is gone are given to another after the time of its lock. What is lost on the way, an event or the memory of
 * the server, is noticed by looking at the files and the queue now and then.
 */
import { StoppedError, variantSettings } from '@anodec/core';
import type { Engine, Job, JobListeners, Outcome } from '../engine.js';
import { defineEngine, type EngineParts } from '../entry.js';
import { readEnd } from '../spool/documents.js';
import { type JobFiles, removeJob } from '../spool/job-files.js';
import { createRelay, type Relay } from '../spool/relay.js';
import { outcomeOf } from '../spool/settle.js';
import { openSpool, type Spool } from '../spool/spool.js';
import { type JobQueue, openQueue } from './library.js';
import { QueueConfig } from './redis-settings.js';

const BullmqConfig = variantSettings(
  'bullmq',
  'Workers of any machine that take jobs from a queue on a Redis server',
  QueueConfig.shape,
);

/** How often files and queue are looked at even without an event, in milliseconds. */
const LOOK_EVERY = 3000;
/** How long closing waits for a server that may be gone, in milliseconds. */
const CLOSE_WITHIN = 1000;
/** How long a folder of another machine may take to show a file that is there, in milliseconds. */
const FILES_WITHIN = 10_000;

export const bullmq = defineEngine(BullmqConfig, async (config, parts) => {
  const spool = await openSpool(parts);
  const pending = new Pending(spool);
  const queue = await openQueue(config, {
    onProgress: (id, data) => pending.hear(id, data),
    onCompleted: (id) => pending.ended(id),
    onFailed: (id, reason) => pending.ended(id, reason),
  });
  return createQueueEngine(queue, pending, config, parts);
});

function createQueueEngine(
  queue: JobQueue,
  pending: Pending,
  config: QueueConfig,
  { workers, note, folder }: EngineParts,
): Engine {
  let closed = false;
  let isNoted = false;
  const look = async (): Promise<void> => {
    if (pending.ids().length === 0) return;
    if (!isNoted && (await queue.countWorkers()) === 0) {
      isNoted = true;
      note?.(
        `No worker takes jobs from the queue ${config.queue} at ${config.redis}. Start some on machines that see ` +
          `${folder}: npx anodec fleet worker --redis ${config.redis} --queue ${config.queue}`,
      );
    }
    await pending.look(queue);
  };
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY);
  return {
    slots: workers,
    run: (job, listeners) => pending.run(job, listeners, queue),
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(timer);
      const ending = pending.withdraw(queue).then(() => queue.close());
      // a server that is gone must not hold anybody who wants to stop
      await Promise.race([ending, new Promise((done) => setTimeout(done, CLOSE_WITHIN).unref())]);
    },
  };
}

/** A job that is waited for. */
interface Waiting {
  readonly files: JobFiles;
  readonly relay: Relay;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  isSettling: boolean;
}

/** The jobs that are waited for. */
class Pending {
  readonly #spool: Spool;
  readonly #waiting = new Map<string, Waiting>();

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  ids(): string[] {
    return [...this.#waiting.keys()];
  }

  async run(job: Job, listeners: JobListeners, queue: JobQueue): Promise<Outcome> {
    const { id, files, known } = await this.#spool.submit(job);
    if (known) return known;
    return new Promise<Outcome>((resolve, reject) => {
      const relay = createRelay(listeners, () => this.#spool.prune(files), reject);
      this.#waiting.set(id, { files, relay, resolve, reject, isSettling: false });
      // not waited for: a server that is away must not hold a search that is stopped
      queue.add(id, files.job).catch(reject);
    });
  }

  hear(id: string, data: unknown): void {
    this.#waiting.get(id)?.relay.hear(data);
  }

  /** @param reason why the queue gave the job up */
  ended(id: string, reason?: string): void {
    const waiting = this.#waiting.get(id);
    if (waiting && !waiting.isSettling) void this.#settle(id, waiting, reason);
  }

  async #settle(id: string, waiting: Waiting, reason?: string): Promise<void> {
    waiting.isSettling = true;
    try {
      const outcome = await this.#outcome(waiting, reason);
      await waiting.relay.done();
      this.#waiting.delete(id);
      await removeJob(waiting.files);
      waiting.resolve(outcome);
    } catch (error) {
      this.#waiting.delete(id);
      waiting.reject(error);
    }
  }

  async #outcome({ files }: Waiting, reason?: string): Promise<Outcome> {
    const start = performance.now();
    for (;;) {
      const end = await readEnd(files.end);
      if (end) return outcomeOf(end);
      if (reason !== undefined || performance.now() - start > FILES_WITHIN) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const why = reason ?? `its end is not in ${files.end}, which all machines must see`;
    return {
      state: 'failed',
      message: `The worker of the job died: ${why}.`,
      died: true,
      seconds: 0,
    };
  }

  /** Notices ends whose events were lost, and adds jobs again that the server has lost. */
  async look(queue: JobQueue): Promise<void> {
    for (const [id, waiting] of this.#waiting) {
      if (waiting.isSettling) continue;
      if (await readEnd(waiting.files.end)) this.ended(id);
      else if (!(await queue.has(id)) && this.#waiting.has(id) && !waiting.isSettling) {
        // between the end of a job and its event it is in neither place: its file decides
        if (await readEnd(waiting.files.end)) this.ended(id);
        else await queue.add(id, waiting.files.job);
      }
    }
  }

  /** Takes back what no worker has begun; what runs leaves its end in the folder. */
  async withdraw(queue: JobQueue): Promise<void> {
    this.#spool.refuse();
    const left = [...this.#waiting];
    this.#waiting.clear();
    for (const [, { reject }] of left) reject(new StoppedError('Stopped while waiting for a job.'));
    await Promise.allSettled(
      left.map(async ([id, { files }]) => {
        await queue.remove(id);
        // one that ended just now is not in the queue either: its end is kept
        if (!(await queue.has(id)) && !(await readEnd(files.end))) await removeJob(files);
      }),
    );
    await this.#spool.close();
  }
}
