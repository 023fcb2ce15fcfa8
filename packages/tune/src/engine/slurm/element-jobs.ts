/** The jobs that a cluster has: which element of which array runs each, and how it is getting on. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StoppedError } from '@anodec/core';
import { writeJsonFile } from '@anodec/files';
import type { Job, JobListeners, Outcome } from '../engine.js';
import { readEnd } from '../spool/documents.js';
import { type JobFiles, removeJob } from '../spool/job-files.js';
import { createRelay, type Relay } from '../spool/relay.js';
import { outcomeOf } from '../spool/settle.js';
import type { Spool } from '../spool/spool.js';
import type { ElementStates } from './cluster.js';

/** Times that a job is handed in again whose element has ended before it began. */
const MOST_UNBEGUN = 3;
/** Looks at which an element must be over before its jobs without an end count as lost: files may come late. */
const LOOKS_OVER = 2;

/** States of Slurm in which an element still runs or will. */
const UNDER_WAY = new Set([
  'PENDING',
  'CONFIGURING',
  'RUNNING',
  'COMPLETING',
  'SUSPENDED',
  'STOPPED',
  'REQUEUED',
  'REQUEUE_HOLD',
  'REQUEUE_FED',
  'RESIZING',
  'SIGNALING',
  'STAGE_OUT',
  'SPECIAL_EXIT',
]);

/** A job that the cluster has, or is about to get. */
export interface ElementJob {
  readonly files: JobFiles;
  readonly relay: Relay;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  /** Its array and element, such as "17_3". */
  element?: string;
  /** Bytes of the file of events that were handed over. */
  read: number;
  unbegun: number;
  looksOver: number;
}

/** What handing in takes. */
export interface Cluster {
  /** @returns number of the array */
  submit(arrayFile: string, elements: number): Promise<string>;
  states(arrays: readonly string[]): Promise<ElementStates>;
  note(line: string): void;
}

/** The jobs of an engine. */
export class ElementJobs {
  readonly #spool: Spool;
  readonly #cluster: Cluster;
  readonly #jobs = new Set<ElementJob>();
  /** Files of arrays by number. */
  readonly #arrays = new Map<string, string>();
  #lastNote = '';

  constructor(spool: Spool, cluster: Cluster) {
    this.#spool = spool;
    this.#cluster = cluster;
  }

  async run(job: Job, listeners: JobListeners, add: (job: ElementJob) => void): Promise<Outcome> {
    const { files, known } = await this.#spool.submit(job);
    if (known) return known;
    return new Promise((resolve, reject) => {
      const relay = createRelay(listeners, () => this.#spool.prune(files), reject);
      const one = { files, relay, resolve, reject, read: 0, unbegun: 0, looksOver: 0 };
      this.#jobs.add(one);
      add(one);
    });
  }

  /** Hands jobs in as one array. */
  handIn(batch: readonly ElementJob[], jobsPerElement: number): void {
    const elements = Array.from({ length: Math.ceil(batch.length / jobsPerElement) }, (_, i) =>
      batch.slice(i * jobsPerElement, (i + 1) * jobsPerElement),
    );
    const arrayFile = join(this.#spool.path, `task-array-${randomUUID()}.json`);
    const paths = elements.map((jobs) => jobs.map(({ files }) => files.job));
    void this.#submit(arrayFile, paths, elements).catch((error: unknown) => {
      for (const job of batch) this.#end(job, () => job.reject(error));
    });
  }

  async #submit(
    arrayFile: string,
    paths: readonly (readonly string[])[],
    elements: readonly (readonly ElementJob[])[],
  ): Promise<void> {
    await writeJsonFile(arrayFile, paths);
    const array = await this.#cluster.submit(arrayFile, elements.length);
    this.#arrays.set(array, arrayFile);
    for (const [i, jobs] of elements.entries()) {
      for (const job of jobs) job.element = `${array}_${i}`;
    }
  }

  /** Hands over what was said, and settles what is over. @param add takes jobs that must be handed in again */
  async look(add: (job: ElementJob) => void): Promise<void> {
    if (this.#jobs.size === 0) return;
    try {
      const present = new Set(await readdir(this.#spool.path));
      for (const job of this.#jobs) await this.#lookAtFiles(job, present);
      await this.#lookAtStates(add);
      await this.#forgetArrays();
    } catch (error) {
      const line = `The cluster cannot be asked now: ${(error as Error).message}`;
      if (line !== this.#lastNote) this.#cluster.note(line);
      this.#lastNote = line;
    }
  }

  async #lookAtFiles(job: ElementJob, present: ReadonlySet<string>): Promise<void> {
    const { files, relay } = job;
    if (present.has(basename(files.events))) {
      const text = (await readFile(files.events)).subarray(job.read).toString();
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      job.read += Buffer.byteLength(whole);
      for (const line of whole.split('\n')) if (line !== '') relay.hear(JSON.parse(line));
    }
    if (!present.has(basename(files.end))) return;
    try {
      const end = await readEnd(files.end);
      if (!end) return;
      const outcome = outcomeOf(end);
      await relay.done();
      await removeJob(files);
      this.#end(job, () => job.resolve(outcome));
    } catch (error) {
      this.#end(job, () => job.reject(error));
    }
  }

  async #lookAtStates(add: (job: ElementJob) => void): Promise<void> {
    const handedIn = [...this.#jobs].filter(({ element }) => element !== undefined);
    const arrays = new Set(handedIn.map(({ element = '' }) => element.split('_')[0]));
    if (arrays.size === 0) return;
    const states = await this.#cluster.states([...arrays]);
    for (const job of handedIn) {
      const state = states.get(job.element ?? '') ?? 'forgotten';
      if (UNDER_WAY.has(state)) continue;
      job.looksOver += 1;
      if (job.looksOver >= LOOKS_OVER) await this.#lost(job, state, add);
    }
  }

  /** Settles a job whose element is over without an end of it. */
  async #lost(job: ElementJob, state: string, add: (job: ElementJob) => void): Promise<void> {
    if (existsSync(job.files.end)) return; // came in the meantime: the next look takes it
    const element = job.element ?? '';
    job.looksOver = 0;
    const hasBegun = existsSync(job.files.events);
    if (!hasBegun && job.unbegun < MOST_UNBEGUN) {
      job.unbegun += 1;
      delete job.element;
      add(job);
      return;
    }
    await job.relay.done();
    await removeJob(job.files);
    const how = state === 'forgotten' ? 'is not known to Slurm any more' : `ended as ${state}`;
    const message = `The element ${element} of the job ${how}, without a result; see slurm-${element}.out in ${this.#spool.path}.`;
    // another attempt would meet the same limit
    const died = !['TIMEOUT', 'OUT_OF_MEMORY', 'DEADLINE'].includes(state);
    this.#end(job, () => job.resolve({ state: 'failed', message, died, seconds: 0 }));
  }

  #end(job: ElementJob, settle: () => void): void {
    this.#jobs.delete(job);
    settle();
  }

  /** Removes the files of arrays none of whose jobs is waited for; what lost elements printed stays. */
  async #forgetArrays(): Promise<void> {
    const used = new Set([...this.#jobs].map(({ element = '' }) => element.split('_')[0]));
    const files = await readdir(this.#spool.path);
    for (const [array, file] of this.#arrays) {
      if (used.has(array)) continue;
      this.#arrays.delete(array);
      await rm(file, { force: true });
      for (const name of files) {
        if (name.startsWith(`slurm-${array}_`)) await this.#removeIfEmpty(name);
      }
    }
  }

  async #removeIfEmpty(name: string): Promise<void> {
    const path = join(this.#spool.path, name);
    if ((await readFile(path)).length === 0) await rm(path, { force: true });
  }

  /** Takes back what has not begun; what runs leaves its end in the folder. */
  async withdraw(cancelPending: (arrays: readonly string[]) => Promise<void>): Promise<void> {
    this.#spool.refuse();
    const left = [...this.#jobs];
    this.#jobs.clear();
    for (const { reject } of left) reject(new StoppedError('Stopped while waiting for a job.'));
    const arrays = new Set(left.flatMap(({ element }) => element?.split('_')[0] ?? []));
    const cancelling = cancelPending([...arrays]).catch(() => undefined);
    // a cluster that does not answer must not hold anybody who wants to stop
    await Promise.race([cancelling, new Promise((done) => setTimeout(done, 1000).unref())]);
    await Promise.all(
      left.map(async ({ files }) => {
        if (!existsSync(files.events)) await removeJob(files); // an element that begins leaves it out
      }),
    );
    if (left.length === 0) await this.#forgetArrays();
    await this.#spool.close();
  }
}
