/**
 * The table of kernels of each engine, as TensorFlow.js calls a loaded backend.
 *
 * The `load.ts` of a backend hands its table over once with `registerEngine`; the operations read the
 * table of the current engine. What is missing in it runs in a general form.
 */
import type { DropoutKernel } from './dropout-kernel.js';
import type { MishKernels } from './mish-kernels.js';
import type { Products } from './products.js';
import type { RecurrentKernels } from './recurrent/kernel.js';
import type { Repeater } from './repeater.js';
import { tf } from './tensorflow.js';
import type { TrainingKernels } from './training/kernel.js';

/** The kernels that an engine brings; all are optional. */
export interface EngineKernels {
  /** One layer over a whole sequence, by cell. Default: `products` and a loop, else composed. */
  readonly recurrent?: RecurrentKernels;
  /** Dense layer, loss and optimiser. Default: `products` and loops, else composed. */
  readonly training?: TrainingKernels;
  /** Default: a mask on the heap. */
  readonly dropout?: DropoutKernel;
  /** Default: composed. */
  readonly mish?: MishKernels;
  /** Matrix products over typed arrays, for engines whose tensors can be read synchronously. */
  readonly products?: Products<Float32Array>;
  /** Zeros as part of a computation that is recorded. Default: from an array. */
  readonly zeros?: (shape: number[]) => tf.Tensor;
  /** Default: computations that are repeated run as they are every time. */
  readonly createRepeater?: () => Repeater;
}

const engines = new Map<string, EngineKernels>();

/**
 * Sets the kernels of an engine, in place of those it had.
 *
 * @param engine its name inside TensorFlow.js, such as `webgpu`
 */
export function registerEngine(engine: string, kernels: EngineKernels): void {
  engines.set(engine, kernels);
}

/** The kernels of the current engine; none where it registered none. */
export function currentEngine(): EngineKernels {
  return engines.get(tf.engine().backendName) ?? {};
}
