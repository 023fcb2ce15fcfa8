/** Repeats recorded computations over the same blocks of the shared memory. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { countRepetition, mapInputs, plainRepeater } from '../repeat.js';
import type { Computation, InputArray, InputArrays, Repeater } from '../repeater.js';
import { tf } from '../tensorflow.js';
import { Arena } from './arena.js';
import type { SimdBackend } from './backend.js';
import type { Recording } from './recording.js';
import { sizeOf } from './shapes.js';

/** Forms of inputs that are recorded, such as whole and last batches; others run as they are. */
const MOST = 8;

/** A recorded computation for inputs of certain shapes. */
interface Recorded {
  readonly recording: Recording;
  readonly inputs: ReadonlyMap<string, Input>;
  readonly results: readonly tf.Tensor[];
}

/** An input of a recording, and its values in the shared memory. */
interface Input {
  readonly tensor: tf.Tensor;
  readonly values: Float32Array;
}

/** The repeater of the backend. */
export class SimdRepeater implements Repeater {
  readonly #backend: SimdBackend;
  readonly #arena = new Arena();
  /** By the shapes of the inputs; undefined where the computation cannot be repeated. */
  readonly #known = new Map<string, Recorded | undefined>();

  constructor(backend: SimdBackend) {
    this.#backend = backend;
  }

  run<Arrays extends InputArrays>(inputs: Arrays, compute: Computation<Arrays>): tf.Tensor[] {
    const form = formOf(inputs);
    const known = this.#known.get(form);
    const isFull = !this.#known.has(form) && this.#known.size >= MOST;
    const isClosed = this.#known.has(form) && !known;
    if (isFull || isClosed || (known && this.#isHeld(known)) || this.#backend.runtime.recording)
      return plainRepeater.run(inputs, compute);
    if (known && this.#isValid(known)) return this.#repeat(known, inputs);
    if (known) disposeOf(known);
    return this.#record(form, inputs, compute);
  }

  dispose(): void {
    for (const recorded of this.#known.values()) if (recorded) disposeOf(recorded);
    this.#known.clear();
    this.#backend.runtime.memory.release(this.#arena);
  }

  #repeat({ recording, inputs, results }: Recorded, arrays: InputArrays): tf.Tensor[] {
    for (const [name, { values }] of inputs) values.set(arrays[name]?.values ?? []);
    this.#backend.runtime.repeat(recording);
    countRepetition();
    return results.map((result) => this.#handOut(result));
  }

  #record<Arrays extends InputArrays>(
    form: string,
    arrays: Arrays,
    compute: Computation<Arrays>,
  ): tf.Tensor[] {
    const { runtime } = this.#backend;
    const inputs = new Map<string, Input>();
    const tensors = runtime.memory.within(this.#arena, () =>
      mapInputs(arrays, (array, name) => {
        const input = this.#createInput(array);
        inputs.set(name, input);
        return input.tensor;
      }),
    );
    let recorded: Recorded | undefined;
    try {
      const { recording, result } = runtime.record(this.#arena, () =>
        tf.tidy(() => compute(tensors)),
      );
      if (recording.isRepeatable && result.every(({ dataId }) => recording.hasMade(dataId)))
        recorded = { recording, inputs, results: result.map((tensor) => tf.keep(tensor)) };
      return recorded ? result.map((tensor) => this.#handOut(tensor)) : result;
    } finally {
      this.#known.set(form, recorded);
      if (!recorded) for (const { tensor } of inputs.values()) tensor.dispose();
    }
  }

  #createInput({ values: source, shape }: InputArray): Input {
    const info = this.#backend.output(shape);
    const values = this.#backend.runtime.memory.floats(this.#backend.floats(info), sizeOf(shape));
    values.set(source);
    return { tensor: tf.keep(this.#tensorOf(info)), values };
  }

  /** Whether the caller still has results of the run before, which a repetition would overwrite. */
  #isHeld({ results }: Recorded): boolean {
    return results.some(({ dataId }) => this.#backend.refCount(dataId) > 1);
  }

  /** Whether all tensors that the computation read are still where they were. */
  #isValid({ recording }: Recorded): boolean {
    for (const [dataId, address] of recording.outside) {
      if (this.#backend.addressOf(dataId) !== address) return false;
    }
    return true;
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

function formOf(inputs: InputArrays): string {
  return Object.entries(inputs)
    .map(([name, array]) => `${name} ${array?.shape.join(' ') ?? ''}`)
    .join();
}

function disposeOf({ inputs, results }: Recorded): void {
  tf.dispose([...results]);
  for (const { tensor } of inputs.values()) tensor.dispose();
}
