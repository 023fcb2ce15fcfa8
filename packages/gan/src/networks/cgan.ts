/**
 * C-GAN: generator and discriminator both know the class of a day.
 *
 * Source: Mirza & Osindero 2014, "Conditional Generative Adversarial Nets". Layers are those of the original program:
 * the embedding of the label is appended to the latent numbers, and to the day along time.
 */
import { tf } from '@anodec/kernels';
import { mishLayer } from '../layers/activations.js';
import { batchNorm } from '../layers/batch-norm.js';
import { convolution, flattened } from '../layers/convolution.js';
import { denseLayer, embed, embeddingWeights } from '../layers/dense.js';
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

const generatorPlan: GeneratorPlan = {
  channels: 256,
  steps: [
    { filters: 128, size: 5, isDoubled: true },
    { filters: 64, size: 10 },
  ],
};

/** Numbers that a label is embedded in for the generator. */
const LABEL_SIZE = 100;

function createGenerator(sizes: GanSizes): Generator {
  const { classes, latentSize } = sizes;
  const body = convolutionalGenerator(generatorPlan, latentSize + LABEL_SIZE, sizes);
  return {
    weights: { ...embeddingWeights('generator.label', classes, LABEL_SIZE), ...body.weights },
    generate(pass, latent, labels) {
      const label = embed(pass.weights['generator.label.weight'], labels);
      return body.run(pass, tf.concat([latent, label], 1));
    },
  };
}

function createDiscriminator({ width, classes, dropout, capacity }: GanSizes): Discriminator {
  const units = relativeTo(capacity);
  const drop = dropoutLayer(dropout);
  const body = sequential(
    convolution('discriminator.conv0', { filters: units(32), size: 15, stride: 2 }),
    mishLayer,
    feature('d_conv0'),
    drop,
    convolution('discriminator.conv1', { filters: units(64), size: 10, stride: 2 }),
    mishLayer,
    feature('d_conv1'),
    drop,
    batchNorm('discriminator.norm1'),
    convolution('discriminator.conv2', { filters: units(128), size: 5, stride: 2 }),
    mishLayer,
    feature('d_conv2'),
    drop,
    batchNorm('discriminator.norm2'),
    flattened,
    feature('flat'),
    denseLayer('discriminator.dense', units(1024)),
    mishLayer,
    feature('dense'),
  )([2 * width, 1]);
  const heads = headsOf(body.size);
  return {
    weights: {
      ...embeddingWeights('discriminator.label', classes, width),
      ...body.weights,
      ...heads.weights,
    },
    discriminate(pass, days, labels) {
      const label = embed(pass.weights['discriminator.label.weight'], labels);
      return heads.judge(pass, body.run(pass, asSequences(tf.concat([days, label], 1))));
    },
  };
}

/** C-GAN. */
export const cgan: GanVariant = { createGenerator, createDiscriminator };
