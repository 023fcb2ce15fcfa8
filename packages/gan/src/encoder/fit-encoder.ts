/** The training of the encoder. Imported by a training only, with TensorFlow.js. */
import { tf } from '@anodec/kernels';
import type { GanNetworks } from '../gan-networks.js';
import type { BuiltLayer } from '../layers/layer.js';
import type { TrainingDays } from '../training/batches.js';
import {
  fitNetwork,
  type FitNetworkOptions,
  type FittedNetwork,
  type LearningNetwork,
} from '../training/fit-network.js';
import type { EncoderConfig } from './config.js';
import { encoderLoss } from './encoder-loss.js';

/** Trains the encoder against networks that stay as they are. */
export function fitEncoder(
  networks: GanNetworks,
  built: BuiltLayer,
  days: TrainingDays,
  config: EncoderConfig,
  options: FitNetworkOptions,
): Promise<FittedNetwork> {
  const { kappa, feature = networks.scoredFeature } = config;
  const network: LearningNetwork = {
    weights: built.weights,
    name: 'encoder',
    stream: 'encoded days',
    initial: 'encoder',
    lossOf: (weights, { values, labels, size }) => {
      const input = tf.tensor2d(values, [size, days.width]);
      const codes = built.run({ weights }, input) as tf.Tensor2D;
      const of = tf.tensor1d(labels, 'int32');
      return tf.mean<tf.Scalar>(encoderLoss(networks, codes, input, of, { kappa, feature }));
    },
  };
  return fitNetwork(network, days, config, options);
}
