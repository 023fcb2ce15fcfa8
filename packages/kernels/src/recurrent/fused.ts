/**
 * The recurrent operation as one custom op over typed arrays, for backends whose tensors can be
 * read synchronously: forward and backward are the reference's, with the matrix products of the engine.
 */
import type { Products } from '../products.js';
import { tf, valuesOf } from '../tensorflow.js';
import type { CellReference, SequenceInputs } from './cells/cell.js';
import type { RecurrentCall, RecurrentKernel, RecurrentTensors } from './kernel.js';
import { backwardSequence, forwardSequence, type UpstreamGradients } from './reference.js';

/** The kernel of a cell around the matrix products of an engine; it declines nothing. */
export function createFusedKernel(
  cell: CellReference,
  products: Products<Float32Array>,
): RecurrentKernel {
  return ({
    sizes,
    tensors,
    output,
    finalCell,
    inputGradient,
    reverse,
    lengths,
  }: RecurrentCall) => {
    const { B, W, H } = sizes;
    const walk = { ...sizes, reverse, lengths };
    const tape = forwardSequence(cell, walk, readAll(tensors), products);
    const last = output === 'last';
    return {
      value: last ? tf.tensor(tape.state, [B, H]) : tf.tensor(tape.hidden, [B, W, H]),
      finalCell: finalCell ? tf.tensor(tape.cell, [B, H]) : undefined,
      saved: [],
      backward(dValue, dFinalCell) {
        const upstream: UpstreamGradients<Float32Array> = {
          [last ? 'state' : 'hidden']: valuesOf(dValue),
          cell: dFinalCell && valuesOf(dFinalCell),
        };
        const gradients = backwardSequence(cell, walk, tape, upstream, products, inputGradient);
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
