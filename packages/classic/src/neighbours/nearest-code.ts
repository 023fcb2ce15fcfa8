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
  }) => {
    readonly buffer: SharedArrayBuffer;
  };
  readonly Instance: new (
    module: object,
    imports: { env: { memory: object; abort: () => never } },
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  compile(bytes: Uint8Array): Promise<object>;
  validate(bytes: Uint8Array): boolean;
}

/** See `compare` in assembly/index.ts: addresses are bytes, all other numbers counts. */
export type Compare = (
  points: number,
  firstPoint: number,
  rows: number,
  from: number,
  to: number,
  R: number,
  D: number,
  keep: number,
  lists: number,
  all: number,
  limits: number,
  allLimits: number,
  never: number,
) => void;

/** An instance of the code with memory of its own. */
export interface NearestProgram {
  readonly compare: Compare;
  readonly floats: Float32Array;
  readonly integers: Int32Array;
  /** Where nothing of the code itself lies any more, in bytes. */
  readonly free: number;
}

/** Pages of 64 KB that 32-bit addresses reach. */
const PAGES = 65536;
/** Bytes that the code keeps to itself. */
const OWN = 65536;

let read: (() => Promise<Uint8Array>) | undefined;
let compiled: Promise<object> | undefined;

/**
 * Hands in the compiled code, `@anodec/classic/nearest.wasm` or the faster `nearest-relaxed.wasm`, which is read when
 * it is first needed. Neighbours are the same with it, and found about ten times as fast.
 */
export function useNearestCode(readCode: () => Promise<Uint8Array>): void {
  read = readCode;
  compiled = undefined;
}

/** Whether this engine runs a build: `nearest-relaxed.wasm` needs fused sums, which Node 20 has behind a flag. */
export function canRun(code: Uint8Array): boolean {
  return webAssembly().validate(code);
}

/** Whether the code was handed in. */
export function hasNearestCode(): boolean {
  return read !== undefined;
}

/** Starts the code with so many bytes of memory; undefined where it was not handed in or that is too much. */
export async function startNearestProgram(bytes: number): Promise<NearestProgram | undefined> {
  const pages = Math.ceil((OWN + bytes) / 65536);
  if (!read || pages > PAGES) return undefined;
  const WebAssembly = webAssembly();
  compiled ??= read().then((code) => WebAssembly.compile(code));
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const { exports } = new WebAssembly.Instance(await compiled, { env: { memory, abort } });
  return {
    compare: exports.compare as Compare,
    floats: new Float32Array(memory.buffer),
    integers: new Int32Array(memory.buffer),
    free: OWN,
  };
}

function webAssembly(): WebAssemblyInterface {
  return (globalThis as unknown as { WebAssembly: WebAssemblyInterface }).WebAssembly;
}

function abort(): never {
  throw new Error('The search of neighbours aborted.');
}
