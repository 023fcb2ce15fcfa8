/**
 * Recurrent layers from weights in the layouts of PyTorch.
 *
 * The two formats stack the same gates in other orders: PyTorch's LSTM has i, f, g, o and ONNX's i, o, f, c (their c
 * is g); PyTorch's GRU has r, z, n and ONNX's z, r, h (their h is n). PyTorch resets the product of the hidden state
 * with its bias, which is ONNX's linear_before_reset = 1.
 *
 * Source: ONNX operator documentation, LSTM-14 and GRU-14; PyTorch, torch.nn.LSTM and torch.nn.GRU.
 */
import { checkShape } from '@anodec/core';
import type { Attribute, Graph } from './graph.js';

/** One layer in one direction over inputs of size I, hidden size H, with G gates. */
export interface RecurrentWeights {
  /** (G·H, I) */
  readonly weightIh: Float32Array;
  /** (G·H, H) */
  readonly weightHh: Float32Array;
  /** (G·H) */
  readonly biasIh: Float32Array;
  /** (G·H) */
  readonly biasHh: Float32Array;
}

/** Where each gate of ONNX is found among those of PyTorch, and settings of the operator. */
const CELLS = {
  lstm: { operator: 'LSTM', gates: [0, 3, 1, 2], results: 3, attributes: {} },
  gru: { operator: 'GRU', gates: [1, 0, 2], results: 2, attributes: { linear_before_reset: 1 } },
} as const;

/** The name of a cell. */
export type RecurrentCell = keyof typeof CELLS;

/** The states after a run of a layer, each (1, B, H). */
export interface RecurrentStates {
  readonly hidden: string;
  /** Of the LSTM alone. */
  readonly cell?: string;
}

/** A layer whose weights are constants of the graph, to be run once or step by step. */
export interface RecurrentLayer {
  /**
   * Runs over a sequence.
   *
   * @param input (W, B, I)
   * @param from states to begin with; zero where there are none
   * @returns the hidden states of all rows, (W, B, H), and the states after the last one
   */
  run(input: string, from?: RecurrentStates): RecurrentStates & { readonly sequence: string };
}

/**
 * A layer in one direction.
 *
 * @param reverse whether it reads sequences from the last row to the first; its hidden states stay in the order of the
 *   rows, and the state after its last step is that at the first row
 * @throws ShapeError when an array does not have the size of the layer
 */
export function recurrentLayer(
  graph: Graph,
  cell: RecurrentCell,
  weights: RecurrentWeights,
  [I, H]: readonly [inputs: number, hidden: number],
  { reverse = false }: { readonly reverse?: boolean } = {},
): RecurrentLayer {
  const { operator, gates, results, attributes } = CELLS[cell];
  const rows = gates.length * H;
  checkShape('weightIh', weights.weightIh, rows, I);
  checkShape('weightHh', weights.weightHh, rows, H);
  checkShape('biasIh', weights.biasIh, rows);
  checkShape('biasHh', weights.biasHh, rows);
  const constants = [
    graph.constant([1, rows, I], reorder(weights.weightIh, gates)),
    graph.constant([1, rows, H], reorder(weights.weightHh, gates)),
    graph.constant(
      [1, 2 * rows],
      Float32Array.of(...reorder(weights.biasIh, gates), ...reorder(weights.biasHh, gates)),
    ),
  ];
  const settings: Readonly<Record<string, Attribute>> = {
    hidden_size: H,
    ...attributes,
    ...(reverse && { direction: 'reverse' }),
  };
  return {
    run(input, from) {
      const states = from ? ['', from.hidden, ...(from.cell ? [from.cell] : [])] : [];
      const [all, hidden, last] = graph.nodeOf(
        operator,
        [input, ...constants, ...states],
        settings,
        results,
      );
      const sequence = graph.node('Squeeze', [all, graph.integers(1)]); // one direction
      return { sequence, hidden, ...(last !== undefined && { cell: last }) };
    },
  };
}

/** The blocks of gates in another order. */
function reorder(values: Float32Array, gates: readonly number[]): Float32Array {
  const size = values.length / gates.length;
  const ordered = new Float32Array(values.length);
  for (const [to, from] of gates.entries()) {
    ordered.set(values.subarray(from * size, (from + 1) * size), to * size);
  }
  return ordered;
}
