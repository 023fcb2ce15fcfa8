/** Recordings of computations over the same blocks of the shared memory. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Recorded, Recorder } from '../recorded-repeater.js';
import { mapInputs } from '../repeat.js';
import type { Computation, InputArray, InputArrays } from '../repeater.js';
import { tf } from '../tensorflow.js';
import { Arena } from './arena.js';
import type { SimdBackend } from './backend.js';
import type { Recording } from './recording.js';
import { sizeOf } from './shapes.js';

/** An input of a recording, and its values in the shared memory. */
interface Input {
  readonly tensor: tf.Tensor;
  readonly values: Float32Array;
}

/** The recorder of the backend. */
export class SimdRecorder implements Recorder {
  readonly attempts = 1;
  readonly #backend: SimdBackend;
  readonly #arena = new Arena();

  constructor(backend: SimdBackend) {
    this.#backend = backend;
  }

  isBusy(): boolean {
    return this.#backend.runtime.recording !== undefined;
  }

  record<Arrays extends InputArrays>(
    arrays: Arrays,
    compute: Computation<Arrays>,
  ): { results: tf.Tensor[]; recorded?: Recorded } {
    const { runtime } = this.#backend;
    const inputs = new Map<string, Input>();
    const tensors = runtime.memory.within(this.#arena, () =>
      mapInputs(arrays, (array, name) => {
        const input = this.#createInput(array);
        inputs.set(name, input);
        return input.tensor;
      }),
    );
    let isKept = false;
    try {
      const { recording, result } = runtime.record(this.#arena, () =>
        tf.tidy(() => compute(tensors)),
      );
      isKept = recording.isRepeatable && result.every(({ dataId }) => recording.hasMade(dataId));
      if (!isKept) return { results: result };
      const kept = result.map((tensor) => tf.keep(tensor));
      const results = kept.map((tensor) => this.#handOut(tensor));
      return { results, recorded: this.#recorded(recording, inputs, kept) };
    } finally {
      if (!isKept) disposeInputs(inputs);
    }
  }

  dispose(): void {
    this.#backend.runtime.memory.release(this.#arena);
  }

  #recorded(
    recording: Recording,
    inputs: ReadonlyMap<string, Input>,
    results: readonly tf.Tensor[],
  ): Recorded {
    const backend = this.#backend;
    return {
      isHeld: () => results.some(({ dataId }) => backend.refCount(dataId) > 1),
      isValid: () =>
        [...recording.outside].every(([dataId, address]) => backend.addressOf(dataId) === address),
      repeat: (arrays) => {
        for (const [name, { values }] of inputs) values.set(arrays[name]?.values ?? []);
        backend.runtime.repeat(recording);
        return results.map((result) => this.#handOut(result));
      },
      dispose() {
        tf.dispose([...results]);
        disposeInputs(inputs);
      },
    };
  }

  #createInput({ values: source, shape }: InputArray): Input {
    const info = this.#backend.output(shape);
    const values = this.#backend.runtime.memory.floats(this.#backend.floats(info), sizeOf(shape));
    values.set(source);
    return { tensor: tf.keep(this.#tensorOf(info)), values };
  }

  /** A tensor over the same values, for the caller to dispose of. */
  #handOut({ dataId, shape, dtype }: tf.Tensor): tf.Tensor {
    this.#backend.incRef(dataId);
    return this.#tensorOf({ dataId, shape, dtype });
  }

  #tensorOf(info: TensorInfo): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(info, this.#backend);
  }
}

function disposeInputs(inputs: ReadonlyMap<string, Input>): void {
  for (const { tensor } of inputs.values()) tensor.dispose();
}
