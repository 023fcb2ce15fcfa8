/**
 * Products of matrices in double precision, and tangents, by compiled code two numbers at a time.
 *
 * The code, `assembly/`, computes in a memory of its own, the room, where matrices have to lie. There is one room for
 * everybody, as large as the largest that was asked for: whoever computes in it keeps nothing there for later.
 */
import { CODE } from './compiled-products.js';

/** The part of WebAssembly's interface that is used here; its types belong to the DOM and to Node. */
interface WebAssemblyInterface {
  readonly Memory: new (limits: { initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { env: { memory: Memory } },
  ) => { readonly exports: object };
}

interface Memory {
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KB. */
  grow(pages: number): number;
}

/** What `assembly/index.ts` exports; addresses and steps in bytes. */
interface Compiled {
  addProducts(
    K: number,
    x: number,
    xStride: number,
    xStep: number,
    y: number,
    yStep: number,
    out: number,
    rows: number,
    columns: number,
  ): void;
  tanhInPlace(at: number, count: number): void;
}

/** A left factor as it lies in the room: element (row, k) at `at + row * stride + k * step`. */
export interface LeftFactor {
  readonly at: number;
  readonly stride: number;
  readonly step: number;
}

/** A right factor as it lies in the room: its columns side by side, element (k, column) at `at + k * step + column`. */
export interface RightFactor {
  readonly at: number;
  readonly step: number;
}

/** A result as it lies in the room, row-major. */
export interface Product {
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
}

const BYTES = Float64Array.BYTES_PER_ELEMENT;
const PAGE = 65_536;

let started: { readonly memory: Memory; readonly compiled: Compiled } | undefined;

/** Compiles the code at its first use, which takes a millisecond. */
function start(): NonNullable<typeof started> {
  if (started) return started;
  const { WebAssembly, atob } = globalThis as unknown as {
    readonly WebAssembly: WebAssemblyInterface;
    readonly atob: (text: string) => string;
  };
  const bytes = Uint8Array.from(atob(CODE), (letter) => letter.charCodeAt(0));
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(bytes);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  started = { memory, compiled: exports as Compiled };
  return started;
}

/**
 * The room.
 *
 * @param count numbers that it has to have
 * @returns the whole of it, with whatever is left there; a later call with more makes it useless
 */
export function openRoom(count: number): Float64Array {
  const { memory } = start();
  const missing = count * BYTES - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return new Float64Array(memory.buffer);
}

/**
 * Adds the products of two matrices to a third one, all in the room.
 *
 * @param K terms of each sum, added in their order
 * @param left (rows, K)
 * @param right (K, columns)
 * @param out added to
 */
export function addProducts(K: number, left: LeftFactor, right: RightFactor, out: Product): void {
  start().compiled.addProducts(
    K,
    left.at * BYTES,
    left.stride * BYTES,
    left.step * BYTES,
    right.at * BYTES,
    right.step * BYTES,
    out.at * BYTES,
    out.rows,
    out.columns,
  );
}

/**
 * Overwrites numbers in the room with their hyperbolic tangents.
 *
 * @param count where it is odd, the number behind the last one is overwritten, too
 */
export function tanhInPlace(at: number, count: number): void {
  start().compiled.tanhInPlace(at * BYTES, count + (count % 2));
}
