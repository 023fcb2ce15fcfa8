/**
 * The mapping of a layer to the threads of a GPU.
 *
 * A thread owns one hidden unit of one or more sequences, so that its cell state and all its gates
 * stay in registers. Two variants:
 *
 * - `whole`: one dispatch processes all rows. A workgroup owns whole sequences; their hidden states
 *   are in workgroup memory, and a barrier separates two rows. No workgroup waits for another.
 * - `step`: one dispatch per row. Units are spread over workgroups too, because from some hidden size
 *   on every workgroup of the first variant would read megabytes of weights for each row.
 *
 * The two numbers below were estimated, not measured on a GPU; see README.md.
 */
import type { SequenceSizes } from '../recurrent/kernel.js';

/** The limits between the variants. */
export interface GeometryLimits {
  /** The largest hidden size of a `whole` dispatch. */
  readonly largestWhole: number;
  /** Threads that keep a GPU busy; where there are more, each takes several sequences. */
  readonly busyThreads: number;
}

/** WebGPU guarantees workgroups of 256 threads; the largest GPUs run about 100 of them at a time. */
export const usualLimits: GeometryLimits = { largestWhole: 256, busyThreads: 32_768 };

/** A layer laid out over workgroups and threads. */
export interface Geometry {
  readonly whole: boolean;
  /** Hidden units of a workgroup. */
  readonly units: number;
  /** Groups of sequences in a workgroup; units × rows threads. */
  readonly rows: number;
  /** Sequences of a thread. */
  readonly each: number;
  /** In x over the units, in y over the sequences. */
  readonly workgroups: readonly [number, number];
}

/**
 * Lays out a layer.
 *
 * A thread that takes four sequences reads each weight once for all of them.
 */
export function geometryOf(
  { B, H }: Pick<SequenceSizes, 'B' | 'H'>,
  { largestWhole, busyThreads }: GeometryLimits,
): Geometry {
  const whole = H <= largestWhole;
  const units = whole ? H : 64;
  const rows = whole ? Math.max(1, Math.floor(64 / H)) : 4;
  const each = [4, 2].find((count) => B * H >= count * busyThreads) ?? 1;
  return {
    whole,
    units,
    rows,
    each,
    workgroups: [Math.ceil(H / units), Math.ceil(B / (rows * each))],
  };
}
