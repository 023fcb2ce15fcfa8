/**
 * The compiled comparison of points with rows, assembly/index.ts, where somebody has handed it in.
 *
 * This package reads no files, so a program on Node gives it the code; without it, as in a browser, neighbours are
 * found by the loop in nearest-rows.ts, with the same result.
 */

/** The part of WebAssembly's interface that is used here; its types belong to the DOM and to Node. */
interface WebAssemblyInterface {
  readonly Memory: new (limits: {
    initial: number;
    maximum: number;
    shared: true;
  }) => NearestMemory;
  readonly Instance: new (
    module: object,
    imports: { env: { memory: object; abort: () => never } },
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  compile(bytes: Uint8Array): Promise<object>;
  validate(bytes: Uint8Array): boolean;
}

/** Memory that threads share. */
export interface NearestMemory {
  readonly buffer: SharedArrayBuffer;
  /** Adds pages of 64 KB. */
  grow(pages: number): number;
}

/** Threads for the search, which this package cannot start. */
export interface NearestThreads {
  /** Including the calling one. */
  readonly count: number;
  /**
   * Lets threads work on a memory.
   *
   * @returns calls `name(JOB, chunk, thread)` of the code, or what stands for it, for every chunk from 0 on and is back when
   *   all are done: on all threads, or on the calling one where the job is small
   */
  start(
    module: object,
    memory: NearestMemory,
  ): (name: string, chunks: number, isSmall: boolean) => void;
}

/** The code with memory of its own. */
export interface NearestProgram {
  readonly floats: Float32Array;
  readonly integers: Int32Array;
  /** Does a part of the job for each of some leaves; with more than `SMALL` differences on all threads. */
  run(name: NearestPart, leaves: LeafRange, differences: number): void;
}

/** Leaves from one number to before another one. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** The parts of a job, see assembly/index.ts. */
export type NearestPart = 'searchLeaf' | 'compareWithin' | 'compareAfter' | 'settleRows';

/** Where the job lies, in bytes; that of the pool of threads in @anodec/kernels. */
export const JOB = 1024;
/** Where the job has the number of the first leaf. */
const FIRST_LEAF = JOB / 4 + 11;
/** Where nothing of the code itself lies any more, in bytes. */
export const FREE = 65536;
/** Differences that one thread computes before another one has woken up. */
const SMALL = 1e7;
/** Pages of 64 KB that 32-bit addresses reach. */
const PAGES = 65536;

let read: (() => Promise<Uint8Array>) | undefined;
let threads: NearestThreads | undefined;
let compiled: Promise<object> | undefined;

/**
 * Provides the compiled code, `@anodec/classic/nearest.wasm` or the faster `nearest-relaxed.wasm`, which is read when
 * it is first needed. Neighbours are the same with it, and found about ten times as fast.
 *
 * @param among threads that share long searches; the result is the same for any number of them
 */
export function useNearestCode(readCode: () => Promise<Uint8Array>, among?: NearestThreads): void {
  read = readCode;
  threads = among;
  compiled = undefined;
}

/** Threads that share a search. */
export function nearestThreadCount(): number {
  return threads?.count ?? 1;
}

/** Whether this engine runs a build: `nearest-relaxed.wasm` needs fused sums, which Node 20 has behind a flag. */
export function canRun(code: Uint8Array): boolean {
  return webAssembly().validate(code);
}

/** Whether the code was provided. */
export function hasNearestCode(): boolean {
  return read !== undefined;
}

/** Starts the code with so many bytes of memory; undefined where it was not provided or that is too much. */
export async function startNearestProgram(bytes: number): Promise<NearestProgram | undefined> {
  const pages = Math.ceil(bytes / 65536);
  if (!read || pages > PAGES) return undefined;
  const WebAssembly = webAssembly();
  compiled ??= read().then((code) => WebAssembly.compile(code));
  const module = await compiled;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const share = threads?.start(module, memory) ?? runAlone(module, memory);
  const integers = new Int32Array(memory.buffer);
  return {
    floats: new Float32Array(memory.buffer),
    integers,
    run(name, { from, to }, differences) {
      integers[FIRST_LEAF] = from;
      share(name, to - from, differences <= SMALL);
    },
  };
}

function runAlone(module: object, memory: NearestMemory): (name: string, chunks: number) => void {
  const { exports } = new (webAssembly().Instance)(module, { env: { memory, abort } });
  return (name, chunks) => {
    const part = exports[name] as (job: number, leaf: number, thread: number) => void;
    for (let leaf = 0; leaf < chunks; leaf++) part(JOB, leaf, 0);
  };
}

function webAssembly(): WebAssemblyInterface {
  return (globalThis as unknown as { WebAssembly: WebAssemblyInterface }).WebAssembly;
}

function abort(): never {
  throw new Error('The search of neighbours aborted.');
}
