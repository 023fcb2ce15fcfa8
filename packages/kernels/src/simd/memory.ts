/**
 * The shared memory of all data that kernels read and write, and its allocator.
 *
 * Only the calling thread allocates, so the bookkeeping is in JavaScript. Sizes are rounded up to one of
 * eight classes per power of two; a freed block is kept in the list of its class for reuse. Blocks are
 * neither joined nor split: training requests the same sizes step after step. At most an eighth is wasted.
 */
import type { Arena } from './arena.js';
import { ResourceError } from './resource-error.js';
import { type WasmMemory, WebAssembly } from './webassembly.js';

const PAGE = 65_536;
/** The first page holds the jobs and the constants of the kernels. */
const FIRST = PAGE;
/** A cache line, so that no two threads write to the same one. */
const SMALLEST = 64;
/** Pages by which the memory grows at least; untouched pages cost nothing. */
const GROWTH = 256;
/** Tried in turn: some machines limit what may be reserved. */
const LIMITS = [65_536, 32_768, 16_384, 4_096];
const MEGABYTE = 2 ** 20;

/** The memory and its blocks. */
export class SharedMemory {
  readonly memory: WasmMemory;
  /** Called when JavaScript gets a view of values, which it may then read or write. */
  onView: (() => void) | undefined;
  readonly #free = new Map<number, number[]>();
  /** The arenas that blocks belong to; few do. */
  readonly #arenas = new Map<number, Arena>();
  #arena: Arena | undefined;
  readonly #sizes = new Map<number, number>();
  readonly #limit: number;
  #next = FIRST;
  #end: number;
  #bytesInUse = 0;

  /** @param maximumPages of 64 KB each; the kernels' addresses reach 65,536 */
  constructor(maximumPages?: number) {
    const { memory, maximum } = reserve(maximumPages === undefined ? LIMITS : [maximumPages]);
    this.memory = memory;
    this.#end = memory.buffer.byteLength;
    this.#limit = maximum * PAGE;
  }

  /** Bytes of all blocks in use, with rounding. */
  get bytesInUse(): number {
    return this.#bytesInUse;
  }

  /** Number of blocks in use. */
  get blocksInUse(): number {
    return this.#sizes.size;
  }

  /**
   * A block of at least so many bytes, aligned to 64, uninitialised.
   *
   * @throws ResourceError when the memory is exhausted
   * @throws Error when the number of bytes is not an integer
   */
  allocate(bytes: number): number {
    if (!Number.isInteger(bytes) || bytes < 0)
      throw new Error(`A block must have a whole number of bytes, got ${bytes}.`);
    const size = sizeClass(bytes);
    const address =
      this.#arena?.take(size) ??
      this.#free.get(size)?.pop() ??
      this.#extend(size) ??
      this.#borrow(size);
    if (address === undefined) throw this.#exhausted(bytes);
    if (!this.#sizes.has(address)) this.#sizes.set(address, size);
    if (this.#arena) this.#arenas.set(address, this.#arena);
    this.#bytesInUse += this.#sizes.get(address) ?? 0;
    return address;
  }

  /** Frees a block. */
  free(address: number): void {
    const size = this.#sizes.get(address);
    if (size === undefined)
      throw new Error(`There must be a block at ${address} to free, got none.`);
    this.#sizes.delete(address);
    this.#bytesInUse -= size;
    const arena = this.#arenas.get(address);
    if (arena) arena.give(size, address);
    else this.#give(size, address);
  }

  /** Takes all blocks that are allocated meanwhile from an arena, which keeps them when they are freed, or from none. */
  within<T>(arena: Arena | undefined, compute: () => T): T {
    const outer = this.#arena;
    this.#arena = arena;
    try {
      return compute();
    } finally {
      this.#arena = outer;
    }
  }

  /** Gives the free blocks of an arena to everybody; those still in use follow when they are freed. */
  release(arena: Arena): void {
    for (const [address, owner] of this.#arenas) if (owner === arena) this.#arenas.delete(address);
    for (const [size, address] of arena.empty()) this.#give(size, address);
  }

  /** A view of floats; stays valid when the memory grows. */
  floats(address: number, length: number): Float32Array {
    this.onView?.();
    return new Float32Array(this.memory.buffer, address, length);
  }

  /** A view of doubles. */
  doubles(address: number, length: number): Float64Array {
    this.onView?.();
    return new Float64Array(this.memory.buffer, address, length);
  }

  /** A view of integers. */
  integers(address: number, length: number): Int32Array {
    this.onView?.();
    return new Int32Array(this.memory.buffer, address, length);
  }

  /** A view of bytes. */
  bytes(address: number, length: number): Uint8Array {
    this.onView?.();
    return new Uint8Array(this.memory.buffer, address, length);
  }

  #give(size: number, address: number): void {
    const list = this.#free.get(size);
    if (list) list.push(address);
    else this.#free.set(size, [address]);
  }

  /** A new block at the end; the memory grows where necessary. */
  #extend(size: number): number | undefined {
    const address = this.#next;
    const needed = address + size;
    if (needed > this.#limit) return undefined;
    if (needed > this.#end) {
      const wanted = Math.max(needed, Math.min(this.#end + GROWTH * PAGE, this.#limit));
      try {
        this.memory.grow(Math.ceil((wanted - this.#end) / PAGE));
      } catch {
        return undefined;
      }
      this.#end = this.memory.buffer.byteLength;
    }
    this.#next = needed;
    return address;
  }

  /** The smallest free block that is large enough, for when the memory cannot grow. */
  #borrow(size: number): number | undefined {
    const larger = [...this.#free].filter(([free, list]) => free > size && list.length > 0);
    if (larger.length === 0) return undefined;
    const [smallest, list] = larger.reduce((least, one) => (one[0] < least[0] ? one : least));
    const address = list.pop();
    if (address !== undefined) this.#sizes.set(address, smallest);
    return address;
  }

  #exhausted(bytes: number): ResourceError {
    return new ResourceError(
      `Memory for a tensor of ${bytes} bytes (${megabytes(bytes)}) must be free, got ` +
        `${megabytes(this.#bytesInUse)} in use of ${megabytes(this.#limit)}. ` +
        'Reduce `batchSize` or `windowSize`, or dispose of tensors that are no longer needed.',
    );
  }
}

/** Eight classes per power of two, none smaller than a cache line. */
export function sizeClass(bytes: number): number {
  if (bytes <= SMALLEST) return SMALLEST;
  const step = Math.max(SMALLEST, 2 ** (Math.floor(Math.log2(bytes - 1)) - 3));
  return Math.ceil(bytes / step) * step;
}

function megabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}

function reserve(limits: readonly number[]): { memory: WasmMemory; maximum: number } {
  const failures: unknown[] = [];
  for (const maximum of limits) {
    try {
      const initial = Math.min(GROWTH, maximum);
      return { memory: new WebAssembly.Memory({ initial, maximum, shared: true }), maximum };
    } catch (error) {
      failures.push(error);
    }
  }
  throw new ResourceError(
    `The system must grant ${megabytes((limits.at(-1) ?? 0) * PAGE)} of shared memory, got: ` +
      `${String(failures.at(-1))}. Free memory, or raise the limit of the process on address space.`,
  );
}
