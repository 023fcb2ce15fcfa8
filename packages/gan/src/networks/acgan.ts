/**
 * AC-GAN: the generator makes days of a class, the discriminator also tells which class a day is of.
 *
 * Source: Odena, Olah & Shlens 2017, "Conditional Image Synthesis with Auxiliary Classifier GANs". Layers are those of
 * the original program; latent numbers and the embedding of the label are multiplied.
 */
import { tf } from '@anodec/kernels';
import { mishLayer } from '../layers/activations.js';
import { batchNorm } from '../layers/batch-norm.js';
import { convolution, flattened } from '../layers/convolution.js';
import { embed, embeddingWeights } from '../layers/dense.js';
import { dropoutLayer } from '../layers/dropout.js';
import { feature, sequential } from '../layers/sequential.js';
import { relativeTo } from './capacity.js';
import {
  asSequences,
  convolutionalGenerator,
  type GeneratorPlan,
} from './convolutional-generator.js';
import { headsOf } from './heads.js';
import type { Discriminator, GanSizes, GanVariant, Generator } from './variant.js';

/** Also those of a plain GAN. */
export const generatorPlan: GeneratorPlan = {
  channels: 512,
  steps: [
    { filters: 256, size: 5 },
    { filters: 128, size: 5, isDoubled: true },
    { filters: 64, size: 10, isDoubled: true },
  ],
};

/** Also that of the recurrent variant. */
export function createLabelledGenerator(sizes: GanSizes): Generator {
  const { classes, latentSize } = sizes;
  const body = convolutionalGenerator(generatorPlan, latentSize, sizes);
  return {
    weights: { ...embeddingWeights('generator.label', classes, latentSize), ...body.weights },
    generate(pass, latent, labels) {
      const label = embed(pass.weights['generator.label.weight'], labels);
      return body.run(pass, tf.mul(latent, label));
    },
  };
}

function createDiscriminator({ width, classes, dropout, capacity }: GanSizes): Discriminator {
  const units = relativeTo(capacity);
  const drop = dropoutLayer(dropout);
  const body = sequential(
    convolution('discriminator.conv1', { filters: units(32), size: 15, stride: 2 }),
    mishLayer,
    feature('d_conv1'),
    drop,
    convolution('discriminator.conv2', { filters: units(64), size: 10, stride: 2 }),
    mishLayer,
    feature('d_conv2'),
    batchNorm('discriminator.norm2'),
    drop,
    convolution('discriminator.conv3', { filters: units(128), size: 5, stride: 2 }),
    mishLayer,
    feature('d_conv3'),
    batchNorm('discriminator.norm3'),
    drop,
    convolution('discriminator.conv4', { filters: units(256), size: 5 }),
    mishLayer,
    feature('d_conv4'),
    batchNorm('discriminator.norm4'),
    drop,
    flattened,
    feature('flat'),
  )([width, 1]);
  const heads = headsOf(body.size, classes);
  return {
    weights: { ...body.weights, ...heads.weights },
    discriminate: (pass, days) => heads.judge(pass, body.run(pass, asSequences(days))),
  };
}

/** AC-GAN. */
export const acgan: GanVariant = { createGenerator: createLabelledGenerator, createDiscriminator };
