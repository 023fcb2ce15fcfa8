/**
 * The recurrent operation as one custom op over typed arrays, for backends whose tensors can be
 * read at once: forward and backward are the reference's, with the backend's matrix products.
 */
import type { Products } from '../products.js';
import type {
  RecurrentCall,
  RecurrentKernel,
  RecurrentKernels,
  RecurrentTensors,
} from './kernel.js';
import {
  backwardSequence,
  type CellReference,
  forwardSequence,
  type SequenceInputs,
} from './reference.js';
import { referenceGru } from './reference-gru.js';
import { referenceLstm } from './reference-lstm.js';
import { tf, valuesOf } from '../tensorflow.js';

/** The kernels around one kind of matrix products. */
export function createFusedKernels(products: Products<Float32Array>): RecurrentKernels {
  return {
    lstm: createFusedKernel(referenceLstm, products),
    gru: createFusedKernel(referenceGru, products),
  };
}

function createFusedKernel(cell: CellReference, products: Products<Float32Array>): RecurrentKernel {
  return ({ sizes, tensors, output, inputGradient }: RecurrentCall) => {
    const { B, W, H } = sizes;
    const tape = forwardSequence(cell, sizes, readAll(tensors), products);
    const last = output === 'last';
    return {
      value: last ? tf.tensor(tape.state, [B, H]) : tf.tensor(tape.hidden, [B, W, H]),
      saved: [],
      backward(dValue) {
        const dHidden = valuesOf(dValue);
        const gradients = backwardSequence(cell, sizes, tape, dHidden, products, inputGradient);
        return writeAll(gradients, tensors);
      },
    };
  };
}

function readAll(tensors: RecurrentTensors): SequenceInputs<Float32Array> {
  return {
    input: valuesOf(tensors.input),
    weightIh: valuesOf(tensors.weightIh),
    weightHh: valuesOf(tensors.weightHh),
    biasIh: valuesOf(tensors.biasIh),
    biasHh: valuesOf(tensors.biasHh),
    initialHidden: valuesOf(tensors.initialHidden),
    initialCell: valuesOf(tensors.initialCell),
  };
}

function writeAll(
  gradients: ReturnType<typeof backwardSequence<Float32Array>>,
  tensors: RecurrentTensors,
): Partial<RecurrentTensors> {
  const names = Object.keys(gradients) as (keyof RecurrentTensors)[];
  const entries = names.flatMap((name) => {
    const values = gradients[name];
    return values ? [[name, tf.tensor(values, tensors[name].shape)] as const] : [];
  });
  return Object.fromEntries(entries);
}
