/**
 * LSTM and GRU as torch.nn.LSTM and torch.nn.GRU are: several layers, one or two directions,
 * dropout between layers. Built from single layers, the same for every backend.
 *
 * Source: arithmetic, layout and order of results of PyTorch 2.13 with batch_first. Projections
 * (proj_size) are not supported.
 */
import type { Random } from '@anodec/core';
import { tf } from '../tensorflow.js';
import { type CellName, cells } from './cells.js';
import { checkTensor } from './check-tensor.js';
import { dropout } from './dropout.js';
import { joinFeatures, stackStates, unstackStates } from './join.js';
import { checkLengths, finalHidden } from './lengths.js';
import { layersOf, type RecurrentParameters } from './parameters.js';
import { type RecurrentWeights, runLayer } from './recurrent.js';
import type { KernelName } from './run-kernel.js';

/** Options of `gru`. */
export interface GruOptions {
  /** W, required when the input is (B, I), the same at every row; its product is computed once. */
  readonly steps?: number;
  /** Initial states, (layers · directions, B, H) in PyTorch's order; default: zeros. */
  readonly initial?: { readonly hidden?: tf.Tensor };
  /**
   * The hidden states of all rows, or, of the last layer, the one after its last row, which is
   * cheaper. With two directions that is each direction's own last row.
   */
  readonly output?: 'sequence' | 'last';
  /** False skips the gradient of the input, for inputs without trainable origin. */
  readonly inputGradient?: boolean;
  /** (B), 1 to W rows of each sequence, as in a packed sequence; in any order. */
  readonly lengths?: ArrayLike<number>;
  /** Dropout between layers, in training only; default: none. */
  readonly dropout?: { readonly rate: number; readonly random: Random };
  /** Default: the fastest on this backend; others are for tests and benchmarks. */
  readonly kernel?: KernelName;
}

/** Options of `lstm`. */
export interface LstmOptions extends GruOptions {
  readonly initial?: { readonly hidden?: tf.Tensor; readonly cell?: tf.Tensor };
}

/** Results of `gru`. */
export interface GruResult {
  /** (B, W, directions · H), 0 past the lengths; (B, directions · H) with `output: 'last'`. */
  readonly output: tf.Tensor;
  /** (layers · directions, B, H), the last hidden states: h_n. */
  readonly hidden: tf.Tensor;
}

/** Results of `lstm`. */
export interface LstmResult extends GruResult {
  /** (layers · directions, B, H), the last cell states: c_n. */
  readonly cell: tf.Tensor;
}

/**
 * Runs the layers of an LSTM over sequences; differentiable in all tensors.
 *
 * @param input (B, W, I), or (B, I) together with `steps`
 * @param parameters by PyTorch's names; they say how many layers and directions there are
 * @throws ShapeError when a tensor does not fit the others
 * @throws ConfigError when a parameter is missing or not known
 */
export function lstm(
  input: tf.Tensor,
  parameters: RecurrentParameters,
  options: LstmOptions = {},
): LstmResult {
  return tf.tidy(() => {
    const { output, hidden, cell } = runStack('lstm', input, parameters, options);
    return { output, hidden: stackStates(hidden), cell: stackStates(cell) };
  });
}

/** As `lstm`, without a cell state. */
export function gru(
  input: tf.Tensor,
  parameters: RecurrentParameters,
  options: GruOptions = {},
): GruResult {
  return tf.tidy(() => {
    const { output, hidden } = runStack('gru', input, parameters, options);
    return { output, hidden: stackStates(hidden) };
  });
}

/** The common arguments of all layers of a stack. */
interface Stack {
  readonly cell: CellName;
  readonly options: LstmOptions;
  readonly layers: readonly (readonly RecurrentWeights[])[];
  readonly lengths: Int32Array | undefined;
  /** One for each layer and direction. */
  readonly hidden: readonly tf.Tensor[] | undefined;
  readonly cells: readonly tf.Tensor[] | undefined;
}

/** The results of one or several layers; the states one for each layer and direction. */
interface StackResult {
  readonly output: tf.Tensor;
  readonly hidden: readonly tf.Tensor[];
  readonly cell: readonly tf.Tensor[];
}

function runStack(
  cell: CellName,
  input: tf.Tensor,
  parameters: RecurrentParameters,
  options: LstmOptions,
): StackResult {
  const layers = layersOf(parameters);
  const B = input.shape[0];
  const W = input.shape.length === 2 ? (options.steps ?? 1) : (input.shape[1] ?? 1);
  const { initial = {}, lengths } = options;
  const shape = [layers.length * layers[0].length, B, layers[0][0].weightHh.shape[1] ?? 0];
  const stack: Stack = {
    cell,
    options,
    layers,
    lengths: lengths && checkLengths(lengths, B, W, 1),
    hidden: initial.hidden && unstackInitial('initial.hidden', initial.hidden, shape),
    cells: initial.cell && unstackInitial('initial.cell', initial.cell, shape),
  };
  let result: StackResult = { output: input, hidden: [], cell: [] };
  for (let layer = 0; layer < layers.length; layer++) {
    const { output, hidden, cell: cellStates } = runDirections(stack, layer, result.output);
    result = {
      output: layer === layers.length - 1 ? output : drop(output, options),
      hidden: [...result.hidden, ...hidden],
      cell: [...result.cell, ...cellStates],
    };
  }
  return result;
}

function unstackInitial(name: string, states: tf.Tensor, shape: number[]): tf.Tensor[] {
  checkTensor(name, states, shape);
  return unstackStates(states);
}

function drop(values: tf.Tensor, { dropout: settings }: LstmOptions): tf.Tensor {
  return settings ? dropout(values, settings.rate, settings.random) : values;
}

/** One layer in all its directions. */
function runDirections(stack: Stack, layer: number, input: tf.Tensor): StackResult {
  const directions = stack.layers[layer];
  const { options, lengths } = stack;
  const isTop = layer === stack.layers.length - 1;
  const output = isTop ? (options.output ?? 'sequence') : 'sequence';
  const runs = directions.map((weights, direction) => {
    const state = layer * directions.length + direction;
    const reverse = direction === 1;
    const [value, cell] = runLayer(
      stack.cell,
      input,
      weights,
      {
        steps: options.steps,
        initial: { hidden: stack.hidden?.[state], cell: stack.cells?.[state] },
        output,
        inputGradient: layer > 0 || (options.inputGradient ?? true),
        reverse,
        lengths,
        kernel: options.kernel,
      },
      cells[stack.cell].reference.hasCell,
    );
    return {
      value,
      cell,
      hidden: output === 'last' ? value : finalHidden(value, reverse, lengths),
    };
  });
  return {
    output: joinFeatures(runs.map(({ value }) => value)),
    hidden: runs.map(({ hidden }) => hidden),
    cell: runs.flatMap(({ cell }) => cell ?? []),
  };
}
