/** A `Peer` of TensorFlow.js as it comes: its own layers, loss and optimiser; one-layer LSTMs only. */
import * as layers from '@tensorflow/tfjs-layers';
import { useBackend } from '../../backend.js';
import { hasGradient } from '../../gradients.js';
import { tf } from '../../tensorflow.js';
import { answerLines } from './answer-lines.js';
import type { ModelSizes, TimedModel } from './models.js';

const [backend] = process.argv.slice(2);
await useBackend(backend);
if (!hasGradient('Sigmoid')) throw new Error('The gradients must be registered.');

await answerLines(async (model) => ({
  timed: createStockModel(model),
  about: `tfjs-layers ${layers.version_layers} on ${backend}`,
}));

function createStockModel({ B, W, encoder: [C, H] }: ModelSizes): TimedModel {
  const model = layers.sequential();
  model.add(layers.layers.lstm({ units: H, inputShape: [W, C], recurrentActivation: 'sigmoid' }));
  model.add(layers.layers.repeatVector({ n: W }));
  model.add(
    layers.layers.lstm({ units: H, returnSequences: true, recurrentActivation: 'sigmoid' }),
  );
  model.add(layers.layers.timeDistributed({ layer: layers.layers.dense({ units: C }) }));
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'meanSquaredError' });
  const batch = tf.randomNormal([B, W, C], 0, 1, 'float32', 1);
  return {
    train: async () => Number(await model.trainOnBatch(batch, batch)),
    async score() {
      const output = model.predictOnBatch(batch) as tf.Tensor;
      const values = await output.data<'float32'>();
      output.dispose();
      return values;
    },
  };
}
