/**
 * Times the kernels of the current engine: each is called through a function that measures it.
 *
 * Kernels of `simd`, `wasm`, `cpu` and libtensorflow return when they are done; those of WebGPU when they are
 * queued, so that their times are those of queueing.
 */
import { currentEngine, type EngineKernels, registerEngine } from './engine.js';
import type { RecurrentKernel, RecurrentKernels } from './recurrent/kernel.js';
import { tf } from './tensorflow.js';
import { currentTrainingKernels } from './training/current-kernels.js';
import type { TrainingKernels } from './training/kernel.js';

/** One call of a kernel. */
export interface KernelCall {
  /** Such as `lstm forward`, `lstm backward`, `dense`, `loss`, `adam`. */
  readonly kernel: string;
  readonly milliseconds: number;
  /** Bytes of the tensors that it left behind. */
  readonly bytes: number;
}

/**
 * Begins to time the kernels of the current engine: recurrent layers, where the engine brings its own, dense
 * layers, losses, norms and optimisers.
 *
 * @param onCall receives every call
 * @returns a function that ends it, to be called while the same engine is current
 */
export function timeKernels(onCall: (call: KernelCall) => void): () => void {
  const engine = tf.engine().backendName;
  const before = currentEngine();
  const training = currentTrainingKernels();
  const timed: EngineKernels = {
    ...before,
    ...(before.recurrent && { recurrent: timeRecurrent(before.recurrent, onCall) }),
    training: timeTraining(training, onCall),
    createRepeater: undefined, // repeated work calls no kernel that could be timed
  };
  registerEngine(engine, timed);
  return () => registerEngine(engine, before);
}

type OnCall = (call: KernelCall) => void;

function timeRecurrent(kernels: RecurrentKernels, onCall: OnCall): RecurrentKernels {
  const timed = Object.entries(kernels).map(([cell, kernel]): [string, RecurrentKernel] => [
    cell,
    (call) => {
      const result = measured(`${cell} forward`, onCall, () => kernel(call));
      if (!result) return undefined;
      return {
        ...result,
        backward: (...args) => measured(`${cell} backward`, onCall, () => result.backward(...args)),
      };
    },
  ]);
  return Object.fromEntries(timed) as RecurrentKernels;
}

/** Every function of the table, whatever it is called. */
function timeTraining(kernels: TrainingKernels, onCall: OnCall): TrainingKernels {
  return new Proxy(kernels, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) =>
        measured(String(name), onCall, () => Reflect.apply(value, target, args) as unknown);
    },
  });
}

function measured<Result>(kernel: string, onCall: OnCall, run: () => Result): Result {
  const before = tf.memory().numBytes;
  const start = performance.now();
  const result = run();
  const milliseconds = performance.now() - start;
  onCall({ kernel, milliseconds, bytes: Math.max(0, tf.memory().numBytes - before) });
  return result;
}
