/**
 * The base class of the Keras-style layers: TensorFlow.js's own recurrent layer with its settings, states
 * and wrappers, of which only the loop over time is replaced by the fused operation.
 */
import { ConfigError } from '@anodec/core';
import { layers, type RNNLayerArgs } from '@tensorflow/tfjs-layers';
import type { CellName } from '../recurrent/cells.js';
import { type RecurrentWeights, runLayer } from '../recurrent/recurrent.js';
import { tf } from '../tensorflow.js';
import { compactRows } from './masked-rows.js';

/** The settings of `tf.layers.lstm` and `tf.layers.gru` that decide whether a layer can be fused. */
interface CellSettings {
  readonly activation?: unknown;
  readonly recurrentActivation?: unknown;
  readonly recurrentDropout?: number;
}

/**
 * Checks that the fused operation supports the settings of a layer.
 *
 * @throws ConfigError at the first setting that it does not support
 */
export function checkFusable(className: string, settings: CellSettings): void {
  const { activation = 'tanh', recurrentActivation = 'sigmoid', recurrentDropout = 0 } = settings;
  const wanted: [string, unknown, unknown][] = [
    ['activation', activation, 'tanh'],
    ['recurrentActivation', recurrentActivation, 'sigmoid'],
    ['recurrentDropout', recurrentDropout, 0],
  ];
  for (const [name, got, must] of wanted) {
    if (got === must) continue;
    throw new ConfigError(
      `${name} of a ${className} must be ${String(must)}, got ${JSON.stringify(got)}. ` +
        `Use the layer of @tensorflow/tfjs-layers for anything else.`,
    );
  }
}

/** The second argument of a layer's `call`. */
interface CallSettings {
  readonly mask?: tf.Tensor | tf.Tensor[] | null;
  readonly training?: boolean | null;
  readonly initialState?: tf.Tensor[] | null;
}

/** A recurrent layer whose `call` is one fused operation. */
export abstract class FusedRnn extends layers.RNN {
  /** The fraction of inputs to drop in training, the same ones at every row. */
  protected readonly inputDropout: number;
  readonly #cellName: CellName;

  constructor(cellName: CellName, args: RNNLayerArgs & { readonly dropout?: number }) {
    super(args);
    this.#cellName = cellName;
    this.inputDropout = args.dropout ?? 0;
  }

  /** The weights in PyTorch's layout, differentiable in those of the layer. */
  protected abstract weightsInPyTorchLayout(): RecurrentWeights;

  override call(inputs: tf.Tensor | tf.Tensor[], settings: CallSettings): tf.Tensor | tf.Tensor[] {
    return tf.tidy(() => {
      const [input] = [inputs].flat();
      const training = settings?.training ?? false;
      const initial = this.#initialStates(settings?.initialState ?? undefined);
      const mask = [settings?.mask].flat()[0] ?? undefined;
      const dropped = training ? this.#drop(input) : input;
      const { output, states } = this.#run(dropped, initial, mask);
      if (this.stateful) this.resetStates(states, training);
      return this.returnState ? [output, ...states] : output;
    });
  }

  #initialStates(given: tf.Tensor[] | undefined): tf.Tensor[] | undefined {
    const states = given ?? (this.stateful ? this.states : undefined);
    const wanted = [this.cell.stateSize].flat().length;
    if (states && states.length !== wanted) {
      throw new ConfigError(
        `${this.name} must have ${wanted} initial states, got ${states.length}.`,
      );
    }
    return states;
  }

  #drop(input: tf.Tensor): tf.Tensor {
    const { inputDropout: rate } = this;
    if (rate === 0) return input;
    const [B, , I] = input.shape as [number, number, number];
    return tf.mul(input, tf.dropout(tf.ones([B, 1, I]), rate));
  }

  /** The output, (B, W, H) or (B, H), and the last states, (B, H) each. */
  #run(
    input: tf.Tensor,
    initial: readonly tf.Tensor[] | undefined,
    mask: tf.Tensor | undefined,
  ): { output: tf.Tensor; states: tf.Tensor[] } {
    const reverse = this.goBackwards;
    const [hidden, cell] = initial ?? [];
    const rows = mask && compactRows(mask, reverse);
    const weights = this.weightsInPyTorchLayout();
    const sequence = this.returnSequences ? 'sequence' : 'last';
    const [value, finalCell] = runLayer(
      this.#cellName,
      rows ? rows.compact(input) : input,
      weights,
      { initial: { hidden, cell }, output: sequence, reverse, lengths: rows?.lengths },
      this.#cellName === 'lstm',
    );
    const others = finalCell ? [finalCell] : [];
    if (!this.returnSequences) return { output: value, states: [value, ...others] };
    const all = rows
      ? rows.expand(value, hidden ?? tf.zeros([input.shape[0], value.shape[2] ?? 0]))
      : value;
    // as TensorFlow.js: the rows in processing order
    const output = reverse ? tf.reverse(all, 1) : all;
    const [B, W, H] = output.shape as [number, number, number];
    const last = tf.reshape(tf.slice(output, [0, W - 1, 0], [B, 1, H]), [B, H]);
    return { output, states: [last, ...others] };
  }
}
