/**
 * The buffers that tensors on the GPU lie in, in place of TensorFlow.js's manager.
 *
 * Both hand freed buffers out again. This one hands out the oldest of a size first, so that a step that does what
 * the step before did gets the same buffers for the same purposes, and its bind groups are known already; see
 * `bind-groups.ts`.
 */

/** The part of TensorFlow.js's manager of buffers that its backend uses. */
export interface BufferManager {
  numBytesUsed: number;
  numBytesAllocated: number;
  acquireBuffer(size: number, usage: number, mapped?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
  getNumUsedBuffers(): number;
  getNumFreeBuffers(): number;
  dispose(): void;
}

/** What is known of a buffer; to ask the buffer itself would leave JavaScript. */
interface Known {
  /** When it was made, counted. */
  readonly age: number;
  readonly size: number;
  /** Its size and usage. */
  readonly key: string;
}

/** By buffer, for each that is not of TensorFlow.js's manager. */
const owners = new WeakMap<GPUBuffer, OrderedBuffers>();
/** By device, the one in the place of TensorFlow.js's manager. */
const main = new WeakMap<GPUDevice, OrderedBuffers>();

/** Buffers of a device; those of the manager before it stay in use and come here when they are freed. */
export class OrderedBuffers implements BufferManager {
  numBytesUsed: number;
  numBytesAllocated: number;
  readonly #device: GPUDevice;
  /** By size and usage, the oldest last. */
  readonly #free = new Map<string, GPUBuffer[]>();
  readonly #known = new WeakMap<GPUBuffer, Known>();
  #made = 0;
  #used: number;
  /** How many buffers were asked for that JavaScript fills. */
  uploads = 0;
  /** Freed buffers that are not handed out again. */
  readonly #retired: GPUBuffer[] = [];
  readonly #isMain: boolean;

  /**
   * @param before the manager whose place it takes; without one it has the buffers of a recording, whose uniforms keep
   *   their values, because a repetition does not write them again
   */
  constructor(device: GPUDevice, before?: BufferManager) {
    this.#device = device;
    this.#used = before?.getNumUsedBuffers() ?? 0;
    this.numBytesUsed = before?.numBytesUsed ?? 0;
    this.numBytesAllocated = before?.numBytesAllocated ?? 0;
    this.#isMain = before !== undefined;
    if (before) main.set(device, this);
  }

  /** Whether it has made this buffer. */
  has(buffer: GPUBuffer): boolean {
    return owners.get(buffer) === this;
  }

  acquireBuffer(size: number, usage: number, mapped = false, reuse = true): GPUBuffer {
    if (mapped) this.uploads++;
    this.#used++;
    this.numBytesUsed += size;
    const key = keyOf(size, usage);
    const free = reuse ? this.#free.get(key)?.pop() : undefined;
    if (free) return free;
    const buffer = this.#device.createBuffer({ size, usage, mappedAtCreation: mapped });
    this.#known.set(buffer, { age: this.#made++, size, key });
    owners.set(buffer, this);
    this.numBytesAllocated += size;
    return buffer;
  }

  /** Frees a buffer, whichever manager of the device it is of. */
  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    const owner = owners.get(buffer) ?? main.get(this.#device) ?? this;
    if (owner !== this) return owner.releaseBuffer(buffer, reuse);
    const { age, size, key } = this.#knownOf(buffer);
    this.#used--;
    this.numBytesUsed -= size;
    if (!reuse) {
      buffer.destroy();
      this.numBytesAllocated -= size;
      return;
    }
    if (!this.#isMain && buffer.usage & GPUBufferUsage.UNIFORM) {
      this.#retired.push(buffer);
      return;
    }
    const free = this.#free.get(key) ?? [];
    this.#free.set(key, free);
    const before = free.findLastIndex((other) => this.#knownOf(other).age > age);
    free.splice(before + 1, 0, buffer);
  }

  getNumUsedBuffers(): number {
    return this.#used;
  }

  getNumFreeBuffers(): number {
    return [...this.#free.values()].reduce((count, buffers) => count + buffers.length, 0);
  }

  /** Destroys the free buffers; those in use end with the device. */
  dispose(): void {
    for (const buffers of [this.#retired, ...this.#free.values()])
      for (const buffer of buffers) buffer.destroy();
    this.#retired.length = 0;
    this.#free.clear();
    this.#used = 0;
    this.numBytesUsed = 0;
    this.numBytesAllocated = 0;
  }

  /** Those of the manager before count as the oldest. */
  #knownOf(buffer: GPUBuffer): Known {
    const known = this.#known.get(buffer);
    if (known) return known;
    const { size, usage } = buffer;
    const found = { age: -1, size, key: keyOf(size, usage) };
    this.#known.set(buffer, found);
    return found;
  }
}

function keyOf(size: number, usage: number): string {
  return `${size} ${usage}`;
}
