/** The GRU layer for models of @tensorflow/tfjs-layers. */
import { ConfigError } from '@anodec/core';
import { type GRULayerArgs, layers } from '@tensorflow/tfjs-layers';
import type { RecurrentWeights } from '../recurrent/recurrent.js';
import { tf } from '../tensorflow.js';
import { checkFusable, FusedRnn } from './fused-rnn.js';

/** The settings of `tf.layers.gru`; `recurrentActivation` is sigmoid and `resetAfter` true here. */
export type FusedGruArgs = Omit<GRULayerArgs, 'cell'> & { readonly resetAfter?: boolean };

/**
 * The GRU of Keras with `reset_after`, which is its default, PyTorch's and cuDNN's arithmetic, and
 * the one that `tf.layers.gru` refuses. Weights as in Keras: kernel (I, 3H), recurrent kernel
 * (H, 3H), bias (2, 3H) for input and recurrence, gates z, r, h.
 */
export class FusedGRU extends FusedRnn {
  /** @nocollapse */
  static override className = 'FusedGRU';

  /** @throws ConfigError at a setting that the fused operation does not compute */
  constructor(args: FusedGruArgs) {
    checkFusable('FusedGRU', args);
    if (args.resetAfter === false) {
      throw new ConfigError(
        'resetAfter of a FusedGRU must be true, got false: its reset gate acts after the product.',
      );
    }
    super('gru', { ...args, cell: new ResetAfterCell(args) });
  }

  protected override weightsInPyTorchLayout(): RecurrentWeights {
    const { kernel, recurrentKernel, bias, units } = this.cell as ResetAfterCell;
    const biases = bias ? tf.unstack(bias.read()) : [tf.zeros([3 * units]), tf.zeros([3 * units])];
    return {
      weightIh: tf.transpose(swapFirstGates(kernel.read())),
      weightHh: tf.transpose(swapFirstGates(recurrentKernel.read())),
      biasIh: swapFirstGates(biases[0]),
      biasHh: swapFirstGates(biases[1]),
    };
  }

  /** @nocollapse */
  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new cls(config);
  }
}

/** z, r, n along the last axis to r, z, n. */
function swapFirstGates(gates: tf.Tensor): tf.Tensor {
  const [z, r, n] = tf.split(gates, 3, -1);
  return tf.concat([r, z, n], -1);
}

type StockCell = ReturnType<typeof layers.gruCell>;

/** The weights. The stock cell reads the settings, but has only one bias. */
class ResetAfterCell extends layers.RNNCell {
  /** @nocollapse */
  static className = 'ResetAfterCell';
  readonly stateSize: number;
  readonly units: number;
  readonly #stock: StockCell;
  kernel!: StockCell['kernel'];
  recurrentKernel!: StockCell['kernel'];
  bias: StockCell['kernel'] | undefined;

  constructor(args: FusedGruArgs) {
    super({});
    this.#stock = layers.gruCell({ ...args, recurrentActivation: 'sigmoid', resetAfter: false });
    this.units = this.stateSize = args.units;
  }

  override build(inputShape: (number | null)[]): void {
    const stock = this.#stock;
    const weight = (
      name: 'kernel' | 'recurrent_kernel' | 'bias',
      shape: number[],
      { initializer, regularizer, constraint }: WeightSettings,
    ) => this.addWeight(name, shape, undefined, initializer, regularizer, true, constraint);
    const I = inputShape[inputShape.length - 1] as number;
    const H = this.units;
    this.kernel = weight('kernel', [I, 3 * H], {
      initializer: stock.kernelInitializer,
      regularizer: stock.kernelRegularizer,
      constraint: stock.kernelConstraint,
    });
    this.recurrentKernel = weight('recurrent_kernel', [H, 3 * H], {
      initializer: stock.recurrentInitializer,
      regularizer: stock.recurrentRegularizer,
      constraint: stock.recurrentConstraint,
    });
    if (stock.useBias) {
      this.bias = weight('bias', [2, 3 * H], {
        initializer: stock.biasInitializer,
        regularizer: stock.biasRegularizer,
        constraint: stock.biasConstraint,
      });
    }
    this.built = true;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...this.#stock.getConfig(), resetAfter: true };
  }
}

interface WeightSettings {
  readonly initializer: StockCell['kernelInitializer'];
  readonly regularizer: StockCell['kernelRegularizer'];
  readonly constraint: StockCell['kernelConstraint'];
}

tf.serialization.registerClass(FusedGRU);
