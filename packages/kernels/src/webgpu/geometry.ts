/**
 * The mapping of a walk over a layer's rows to the threads of a GPU.
 *
 * In each row every hidden unit needs a product of a matrix with the vectors of the sequences: forward of the
 * recurrent weights with the hidden states, backward of their transpose with the gradients of the gates. A thread
 * computes four results at a time (forward the gates of one unit, backward four units) for `each` sequences, so that
 * a quad of weights is read once for all of them. Several threads, the `lanes`, share the summation; their sums meet
 * in workgroup memory, and then each thread does the element-wise part of one or more units. Two variants:
 *
 * - `whole`: one dispatch processes all rows. A workgroup owns whole sequences, whose states stay in its threads'
 *   registers and in workgroup memory; two barriers a row. A thread can hold some of its weights over all rows. No
 *   workgroup waits for another.
 * - `step`: one dispatch per row. Units are spread over workgroups too, because from some hidden size on every
 *   workgroup of the first variant would read megabytes of weights for each row.
 *
 * The order of a summation depends on the hidden size and on the device, not on the number of sequences, so that a
 * window's score does not depend on how many others are scored with it.
 */
import type { SequenceSizes } from '../recurrent/kernel.js';

/** One direction of a layer. */
export interface WalkSizes extends Pick<SequenceSizes, 'B' | 'H'> {
  readonly pass: 'forward' | 'backward';
  /** G */
  readonly gates: 3 | 4;
}

/** What a device allows, and the numbers by which layers are laid out on it. */
export interface GeometryLimits {
  /** The most threads of a workgroup. */
  readonly threads: number;
  /** The most bytes of workgroup memory. */
  readonly bytes: number;
  /** The largest hidden size of a `whole` dispatch. */
  readonly largestWhole: number;
  /** Threads to aim at in a workgroup of a `whole` dispatch and of a `step` dispatch. */
  readonly wholeThreads: number;
  readonly stepThreads: number;
  /** Hidden units times sequences that keep a GPU busy; where there are more, each thread takes several sequences. */
  readonly busy: number;
  /** Quads of each of its four results that a thread holds over the rows of a `whole` dispatch. */
  readonly held: number;
}

/** The part of a geometry that can be chosen freely. */
export interface Tile {
  readonly whole: boolean;
  /** Hidden units of a workgroup; backward a multiple of four. */
  readonly units: number;
  /** Groups of sequences in a workgroup. */
  readonly rows: number;
  /** Sequences of a thread. */
  readonly each: number;
  /** Threads that share a summation; lane l takes every quad whose number is l modulo `lanes`. */
  readonly lanes: number;
  /** Quads of each result whose weights stay in the thread over all rows; 0 in a `step` dispatch. */
  readonly held: number;
  /** Quads of each result that a turn of the inner loop reads. */
  readonly unroll: number;
}

/** A walk laid out over workgroups and threads. */
export interface Geometry extends Tile {
  readonly pass: WalkSizes['pass'];
  /** Groups of four results in a workgroup; columns × rows × lanes threads. */
  readonly columns: number;
  readonly threads: number;
  /** Quads of a whole vector. */
  readonly quads: number;
  /** Quads of each vector in workgroup memory at a time; in a `whole` dispatch all of them. */
  readonly chunk: number;
  /** Bytes of workgroup memory. */
  readonly bytes: number;
  /** In x over the units, in y over the sequences. */
  readonly workgroups: readonly [number, number];
}

/** Bytes of a quad, four floats, and of the four results of a thread. */
const QUAD = 16;

/**
 * The limits of a device. WebGPU guarantees 256 threads and 16 KB.
 *
 * All numbers but the device's own were estimated; README.md says which of them were measured.
 */
export function limitsOf(
  device: Pick<
    GPUSupportedLimits,
    'maxComputeInvocationsPerWorkgroup' | 'maxComputeWorkgroupStorageSize'
  >,
): GeometryLimits {
  return {
    threads: device.maxComputeInvocationsPerWorkgroup,
    bytes: device.maxComputeWorkgroupStorageSize,
    largestWhole: 256,
    wholeThreads: 512,
    stepThreads: 512,
    busy: 32_768,
    held: 4,
  };
}

/** Lays out a walk. */
export function geometryOf(walk: WalkSizes, limits: GeometryLimits): Geometry {
  const whole = walk.H <= Math.min(limits.largestWhole, limits.threads);
  return layOut(walk, whole ? wholeTile(walk, limits) : stepTile(walk, limits), limits.bytes);
}

/**
 * A geometry from its free part.
 *
 * @param bytes of workgroup memory that the device allows; what a `step` dispatch stages at a time follows from it
 */
export function layOut(walk: WalkSizes, tile: Tile, bytes: number): Geometry {
  const { B, H, pass } = walk;
  const { whole, units, rows, each, lanes } = tile;
  const quads = quadsOf(walk);
  const columns = pass === 'forward' ? units : units / 4;
  const sequences = rows * each;
  const sums = bytesOfSums(walk, tile);
  const chunk = whole ? quads : chunkOf(quads, lanes, (bytes - sums) / (sequences * QUAD));
  return {
    ...tile,
    pass,
    columns,
    threads: columns * rows * lanes,
    quads,
    held: whole ? Math.min(tile.held, Math.floor(quads / lanes)) : 0,
    chunk,
    bytes: sums + chunk * sequences * QUAD,
    workgroups: [Math.ceil(H / units), Math.ceil(B / sequences)],
  };
}

/** The units of a whole layer in a workgroup. Four sequences a thread must fit even where there is only one. */
function wholeTile(walk: WalkSizes, limits: GeometryLimits): Tile {
  const { B, H, pass } = walk;
  const units = pass === 'forward' ? H : 4 * Math.ceil(H / 4);
  const columns = pass === 'forward' ? H : units / 4;
  const threads = Math.max(columns, Math.min(limits.threads, limits.wholeThreads));
  const tileOf = (most: number, lanes: number): Tile => {
    const rows = Math.max(1, Math.floor(64 / (columns * lanes)));
    // backward a thread has the element-wise part of 4 · each / lanes units: at most four are written out
    const fits = (count: number) => count <= most && (pass === 'forward' || count <= lanes);
    const each = [4, 2].find((count) => fits(count) && B * H >= count * limits.busy) ?? 1;
    return { whole: true, units, rows, each, lanes, held: limits.held, unroll: 4 };
  };
  const lanes = powerOfTwo(Math.min(threads / columns, quadsOf(walk)));
  for (const most of [4, 2, 1]) {
    for (const count of lanes > 1 ? [lanes, lanes / 2] : [1]) {
      const largest = { ...tileOf(most, count), each: most };
      if (layOut(walk, largest, limits.bytes).bytes <= limits.bytes) return tileOf(most, count);
    }
  }
  return tileOf(1, 1);
}

/** 32 units of eight sequences in a workgroup; the sums get at most two thirds of its memory. */
function stepTile(walk: WalkSizes, limits: GeometryLimits): Tile {
  const units = 32;
  const columns = walk.pass === 'forward' ? units : units / 4;
  const tile: Tile = { whole: false, units, rows: 2, each: 4, lanes: 1, held: 0, unroll: 4 };
  const most = Math.min(
    Math.min(limits.threads, limits.stepThreads) / (columns * tile.rows),
    ((2 / 3) * limits.bytes) / bytesOfSums(walk, tile, true),
    quadsOf(walk),
  );
  const each = Math.min(4, Math.ceil(walk.B / 2));
  return { ...tile, lanes: powerOfTwo(most), each, rows: Math.min(2, walk.B) };
}

/** Quads of a vector: hidden states forward, gradients of the gates backward. */
function quadsOf({ pass, gates, H }: WalkSizes): number {
  return Math.ceil((pass === 'forward' ? H : gates * H) / 4);
}

/** Of the sums of all lanes; a forward thread without others keeps its own. */
function bytesOfSums(
  { pass }: WalkSizes,
  { units, rows, each, lanes }: Tile,
  always = false,
): number {
  if (pass === 'forward' && lanes === 1 && !always) return 0;
  const columns = pass === 'forward' ? units : units / 4;
  return lanes * rows * each * columns * QUAD;
}

/** Equal chunks of whole turns of all lanes, as few as fit. */
function chunkOf(quads: number, lanes: number, most: number): number {
  const turns = Math.ceil(quads / lanes);
  const chunks = Math.ceil(turns / Math.max(1, Math.floor(most / lanes)));
  return lanes * Math.ceil(turns / chunks);
}

/** The largest power of two up to a number of at least 1. */
function powerOfTwo(most: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, most)));
}
