/** A recurrent layer that reads a sequence in both directions. */
import { gru, lstm, tf } from '@anodec/kernels';
import { constant, glorot, orthogonal } from './initial.js';
import type { Layer, NamedTensors, Weight, Weights } from './layer.js';

/** Gates of each cell. */
const GATES = { lstm: 4, gru: 3 } as const;

/** The cells that there are. */
export type CellName = keyof typeof GATES;

/** Options of a bidirectional layer. */
export interface Bidirectional {
  readonly cell: CellName;
  /** Hidden states of each direction, H. */
  readonly units: number;
  /** The states at every row, (B, W, 2H), or the last of each direction, (B, 2H). */
  readonly output: 'sequence' | 'last';
}

const DIRECTIONS = ['', '_reverse'] as const;

/**
 * A layer with PyTorch's names below `NAME.`, as `NAME.weight_ih_l0_reverse`. Of the two biases of PyTorch there is
 * one, as in Keras' LSTM.
 */
export function bidirectional(name: string, { cell, units, output }: Bidirectional): Layer {
  return ([rows, inputs]) => ({
    size: output === 'sequence' ? [rows, 2 * units] : [2 * units],
    weights: Object.assign(
      {},
      ...DIRECTIONS.map((direction) => {
        return directionWeights(`${name}.`, `l0${direction}`, cell, inputs, units);
      }),
    ) as Weights,
    run({ weights }, input) {
      const run = cell === 'lstm' ? lstm : gru;
      return run(input, parametersOf(weights, `${name}.`), { output }).output;
    },
  });
}

function directionWeights(
  prefix: string,
  suffix: string,
  cell: CellName,
  inputs: number,
  units: number,
): Weights {
  const rows = GATES[cell] * units;
  return {
    [`${prefix}weight_ih_${suffix}`]: trained([rows, inputs], glorot(inputs, rows)),
    [`${prefix}weight_hh_${suffix}`]: trained([rows, units], orthogonal(units)),
    [`${prefix}bias_ih_${suffix}`]: trained([rows], cell === 'lstm' ? openForgetGate : constant(0)),
  };
}

function trained(shape: readonly number[], fill: Weight['fill']): Weight {
  return { shape, isTrained: true, fill };
}

/** Gates are ordered i, f, g, o: the second begins open, so that gradients reach the early rows. */
function openForgetGate(values: Float32Array): void {
  values.fill(1, values.length / 4, values.length / 2);
}

/** The weights of the layer by PyTorch's names, with zeros in place of the second bias. */
function parametersOf(weights: NamedTensors, prefix: string): NamedTensors {
  const own = Object.entries(weights).filter(([name]) => name.startsWith(prefix));
  const named = own.map(([name, tensor]) => [name.slice(prefix.length), tensor] as const);
  const biases = named
    .filter(([name]) => name.startsWith('bias_ih'))
    .map(([name, tensor]) => [name.replace('_ih_', '_hh_'), tf.zeros(tensor.shape)] as const);
  return Object.fromEntries([...named, ...biases]);
}
