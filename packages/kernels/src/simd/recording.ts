/**
 * The jobs of a computation in their order, so that it can be run again without the code that wrote them.
 *
 * TensorFlow.js's tape, scopes and bookkeeping of tensors cost a training step on short windows as much time as the
 * kernels, and the jobs come out the same at every step: the same kernels over the same addresses. What must not be
 * repeated is found here, too: values that JavaScript read or wrote between two jobs without telling the recording.
 */
import type { DataId } from '@tensorflow/tfjs-core';

/** A job as the runtime executes it. */
export interface RecordedJob {
  /** Index of the kernel. */
  readonly kernel: number;
  readonly integers: ArrayLike<number>;
  readonly floats?: ArrayLike<number> | (() => readonly number[]);
  readonly chunks: number;
  /** Whether the chunks are shared among the threads. */
  readonly isShared: boolean;
}

/** A job, or what JavaScript does between two of them. */
export type RecordedStep = RecordedJob | (() => void);

/** A computation while it is recorded, and afterwards. */
export class Recording {
  readonly steps: RecordedStep[] = [];
  /** Addresses of the tensors that it reads and did not make. */
  readonly outside = new Map<DataId, number>();
  readonly #made = new Set<DataId>();
  readonly #written = new Set<DataId>();
  #isRepeatable = true;
  #isAllowed = false;

  /** Whether jobs and recorded functions alone made all values. */
  get isRepeatable(): boolean {
    return this.#isRepeatable;
  }

  /** Adds a job; its numbers are kept in the form in which they are written into the memory. */
  addJob(job: RecordedJob): void {
    const { integers, floats } = job;
    this.steps.push({
      ...job,
      integers: Int32Array.from(integers),
      ...(floats && { floats: typeof floats === 'function' ? floats : Float32Array.from(floats) }),
    });
  }

  /** Does something of JavaScript's, and again at every repetition. */
  addHost(action: () => void): void {
    this.steps.push(action);
    this.#allow(action);
  }

  /** A tensor that jobs of the computation fill. */
  makes(dataId: DataId): void {
    this.#made.add(dataId);
  }

  /** A tensor that the computation makes from an array: nobody knows whether the array will be the same next time. */
  writes(dataId: DataId): void {
    this.#written.add(dataId);
  }

  /** Whether jobs of the computation fill a tensor. */
  hasMade(dataId: DataId): boolean {
    return this.#made.has(dataId);
  }

  /** The address of a tensor that a job reads or writes; one from before the recording may move to the memory. */
  uses(dataId: DataId, addressOf: () => number): number {
    if (this.#made.has(dataId) || this.#written.has(dataId)) return addressOf();
    const address = this.#allow(addressOf);
    this.outside.set(dataId, address);
    return address;
  }

  /** JavaScript got a view of values: what it reads there may decide about jobs, what it writes nobody would repeat. */
  views(): void {
    if (!this.#isAllowed) this.#isRepeatable = false;
  }

  #allow<T>(action: () => T): T {
    this.#isAllowed = true;
    try {
      return action();
    } finally {
      this.#isAllowed = false;
    }
  }
}
