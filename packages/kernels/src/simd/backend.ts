/**
 * The TensorFlow.js backend: the reference CPU backend of TensorFlow.js, whose kernels it keeps, with
 * the values of some tensors in the shared memory instead of on the JavaScript heap.
 *
 * The shared memory holds only values that the kernels of this backend read or write. Stock kernels keep
 * using values after they have disposed of them, which garbage collection tolerates and an allocator does
 * not, so their results stay on the heap; and because they pass values on from one tensor to another,
 * values in shared memory that come back through `write` are copied.
 */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { backend_util, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from './shapes.js';
import type { SimdRuntime } from './runtime.js';
import { TensorData } from './tensor-data.js';

type BackendValues = backend_util.BackendValues;
type DataId = ReturnType<MathBackendCPU['write']>;

/** The TensorFlow.js backend `simd`. */
export class SimdBackend extends MathBackendCPU {
  readonly runtime: SimdRuntime;
  /** Data in the shared memory, released when the backend is disposed. */
  readonly #shared = new Set<TensorData>();

  constructor(runtime: SimdRuntime) {
    super();
    this.runtime = runtime;
    this['firstUse'] = false; // no advice to install other packages
  }

  /** Address of a tensor's values as floats; they move to the shared memory if necessary. */
  floats({ dataId }: TensorInfo): number {
    return this.#use(dataId, (data) => data.floatAddress());
  }

  /** Address of the values of an int32 tensor. */
  integers({ dataId }: TensorInfo): number {
    return this.#use(dataId, (data) => data.integerAddress());
  }

  /** Address of the values of a bool tensor, a byte each. */
  bytes({ dataId }: TensorInfo): number {
    return this.#use(dataId, (data) => data.byteAddress());
  }

  /** Address of the values where they are in the shared memory; undefined elsewhere, and of a tensor that is no more. */
  addressOf(dataId: DataId): number | undefined {
    return this.data.has(dataId) ? this.#dataOf(dataId).address : undefined;
  }

  /**
   * A tensor in the shared memory for a kernel to fill; its values are uninitialised.
   *
   * @throws ResourceError when the memory is exhausted
   */
  output(shape: readonly number[], dtype: 'float32' | 'int32' | 'bool' = 'float32'): TensorInfo {
    const length = sizeOf(shape);
    const { memory } = this.runtime;
    const address = memory.allocate(length * (dtype === 'bool' ? 1 : 4));
    const data = TensorData.inBlock(memory, dtype, address, length);
    const dataId = { id: this['nextDataId']() };
    this.data.set(dataId, data);
    this.#shared.add(data);
    this.runtime.recording?.makes(dataId);
    return { dataId, shape: [...shape], dtype };
  }

  override write(values: BackendValues, _shape: number[], dtype: DataType): DataId {
    const dataId = { id: this['nextDataId']() };
    this.move(dataId, values, _shape, dtype, 1);
    return dataId;
  }

  override move(
    dataId: DataId,
    values: BackendValues,
    _shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    this.data.set(dataId, new TensorData(this.runtime.memory, dtype, refCount, unshared(values)));
    this.runtime.recording?.writes(dataId);
  }

  /** The values; copied from the shared memory, whose blocks are reused after a dispose. */
  override readSync(dataId: DataId): BackendValues {
    return unshared(super.readSync(dataId));
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!this.data.has(dataId)) return true;
    const data = this.#dataOf(dataId);
    if (!super.disposeData(dataId, force)) return false;
    data.release();
    this.#shared.delete(data);
    return true;
  }

  /** Releases all memory; the threads remain, for the next backend. */
  override dispose(): void {
    for (const data of this.#shared) data.release();
    this.#shared.clear();
    super.dispose();
  }

  #use(dataId: DataId, addressOf: (data: TensorData) => number): number {
    const data = this.#dataOf(dataId);
    const { recording, memory } = this.runtime;
    // what moves in is no part of the recording, whose blocks each repetition overwrites
    const move = () => memory.within(undefined, () => addressOf(data));
    const address = recording ? recording.uses(dataId, move) : addressOf(data);
    this.#shared.add(data);
    return address;
  }

  #dataOf(dataId: DataId): TensorData {
    return this.data.get(dataId) as TensorData; // the only kind that `move` and `output` store
  }
}

/** The same values, as a copy if they lie in shared memory. */
function unshared(values: BackendValues): BackendValues {
  const isShared = ArrayBuffer.isView(values) && values.buffer instanceof SharedArrayBuffer;
  return isShared ? (values.slice() as BackendValues) : values;
}
