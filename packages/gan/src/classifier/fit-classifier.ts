/** The training of the classifier. Imported by a training only, with TensorFlow.js. */
import { tf } from '@anodec/kernels';
import type { BuiltLayer } from '../layers/layer.js';
import { classCrossEntropy } from '../layers/losses.js';
import type { TrainingDays } from '../training/batches.js';
import {
  fitNetwork,
  type FitNetworkOptions,
  type FittedNetwork,
  type LearningNetwork,
} from '../training/fit-network.js';
import type { DayClassifierConfig } from './config.js';

/** Trains the classifier by the cross-entropy of its classes. */
export function fitClassifier(
  built: BuiltLayer,
  days: TrainingDays,
  config: DayClassifierConfig,
  options: FitNetworkOptions,
): Promise<FittedNetwork> {
  const network: LearningNetwork = {
    weights: built.weights,
    name: 'classifier',
    stream: 'days',
    initial: 'weights',
    lossOf: (weights, { values, labels, size }) => {
      const logits = built.run({ weights }, tf.tensor2d(values, [size, days.width]));
      return classCrossEntropy(logits, tf.tensor1d(labels, 'int32'));
    },
  };
  return fitNetwork(network, days, config, options);
}
