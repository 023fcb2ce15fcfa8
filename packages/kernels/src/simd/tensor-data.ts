/** The values of one data id: on the JavaScript heap, in the shared memory, or not yet anywhere. */
import type { backend_util, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { SharedMemory } from './memory.js';

type BackendValues = backend_util.BackendValues;

/**
 * Stock kernels read `values`; the view is made on first access, so that a kernel that reads only the
 * address does not pay for it.
 */
export class TensorData {
  readonly dtype: DataType;
  refCount: number;
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };
  readonly #memory: SharedMemory;
  #values: BackendValues | undefined;
  #address: number | undefined;
  #length = 0;
  /** The type of the values in the block; not always the type of the tensor. */
  #kind: DataType = 'float32';
  /** Copy, as floats, of values of another type. */
  #converted: number | undefined;

  constructor(
    memory: SharedMemory,
    dtype: DataType,
    refCount: number,
    values: BackendValues | undefined,
  ) {
    this.#memory = memory;
    this.dtype = dtype;
    this.refCount = refCount;
    this.#values = values;
  }

  /** Data in a block of the shared memory, whose ownership it takes. */
  static inBlock(
    memory: SharedMemory,
    dtype: DataType,
    address: number,
    length: number,
  ): TensorData {
    const data = new TensorData(memory, dtype, 1, undefined);
    data.#address = address;
    data.#length = length;
    data.#kind = dtype;
    return data;
  }

  /** Address of the values; undefined where they are not in the shared memory. */
  get address(): number | undefined {
    return this.#address;
  }

  get values(): BackendValues | undefined {
    if (this.#address !== undefined) {
      if (this.#values === undefined) this.#values = this.#view(this.#address);
      else this.#memory.onView?.();
    }
    return this.#values;
  }

  set values(values: BackendValues | undefined) {
    this.release();
    this.#values = values;
  }

  /** Address of the values as floats; they move to the shared memory if necessary. */
  floatAddress(): number {
    if (this.#address !== undefined && this.#kind === 'float32') return this.#address;
    const { values } = this;
    if (values === undefined) throw new Error(`A tensor must have values, got a ${this.dtype}.`);
    if (values instanceof Float32Array) return this.#moved(values);
    // Cast leaves integers under a tensor of floats, and other tensors may share them
    this.#converted ??= this.#copied(Float32Array.from(values as ArrayLike<number>));
    return this.#converted;
  }

  /** Address of the values as 32-bit whole numbers, see `floatAddress`. */
  integerAddress(): number {
    const { values } = this;
    if (!(values instanceof Int32Array)) {
      throw new Error(`A tensor must hold 32-bit integers, got ${this.dtype}.`);
    }
    return this.#moved(values);
  }

  /** Address of the values as bytes, see `floatAddress`. */
  byteAddress(): number {
    const { values } = this;
    if (!(values instanceof Uint8Array)) {
      throw new Error(`A tensor must hold bytes, got ${this.dtype}.`);
    }
    return this.#moved(values);
  }

  /** Releases the blocks. */
  release(): void {
    if (this.#address !== undefined) this.#memory.free(this.#address);
    if (this.#converted !== undefined) this.#memory.free(this.#converted);
    this.#address = undefined;
    this.#converted = undefined;
    this.#values = undefined;
  }

  #moved(values: Float32Array | Int32Array | Uint8Array): number {
    if (this.#address === undefined) {
      this.#address = this.#copied(values);
      this.#length = values.length;
      this.#kind = kindOf(values);
      this.#values = undefined;
    }
    return this.#address;
  }

  #copied(values: Float32Array | Int32Array | Uint8Array): number {
    const address = this.#memory.allocate(values.byteLength);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#memory.bytes(address, bytes.length).set(bytes);
    return address;
  }

  #view(address: number): BackendValues {
    if (this.#kind === 'int32') return this.#memory.integers(address, this.#length);
    if (this.#kind === 'bool') return this.#memory.bytes(address, this.#length);
    return this.#memory.floats(address, this.#length);
  }
}

function kindOf(values: Float32Array | Int32Array | Uint8Array): DataType {
  if (values instanceof Float32Array) return 'float32';
  return values instanceof Int32Array ? 'int32' : 'bool';
}
