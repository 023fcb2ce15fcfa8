/** The LSTM layer for models of @tensorflow/tfjs-layers. */
import { layers, type LSTMLayerArgs } from '@tensorflow/tfjs-layers';
import type { RecurrentWeights } from '../recurrent/recurrent.js';
import { tf } from '../tensorflow.js';
import { checkFusable, FusedRnn } from './fused-rnn.js';

/** The settings of `tf.layers.lstm`; `recurrentActivation` is sigmoid here. */
export type FusedLstmArgs = Omit<LSTMLayerArgs, 'cell'>;

/**
 * `tf.layers.lstm` with the same weights in the same layout (kernel (I, 4H), recurrent kernel
 * (H, 4H), bias (4H), gates i, f, c, o), so that `setWeights(stock.getWeights())` is the conversion.
 */
export class FusedLSTM extends FusedRnn {
  /** @nocollapse */
  static override className = 'FusedLSTM';

  /** @throws ConfigError at a setting that the fused operation does not compute */
  constructor(args: FusedLstmArgs) {
    checkFusable('FusedLSTM', args);
    const settings = { ...args, recurrentActivation: 'sigmoid' as const };
    super('lstm', { ...settings, cell: layers.lstmCell(settings) });
  }

  protected override weightsInPyTorchLayout(): RecurrentWeights {
    const cell = this.cell as ReturnType<typeof layers.lstmCell>;
    const biasHh = tf.zeros([4 * cell.units]);
    return {
      weightIh: tf.transpose(cell.kernel.read()),
      weightHh: tf.transpose(cell.recurrentKernel.read()),
      biasIh: cell.useBias ? cell.bias.read() : tf.zeros([4 * cell.units]),
      biasHh,
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

tf.serialization.registerClass(FusedLSTM);
