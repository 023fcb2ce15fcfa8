/**
 * The plain GAN, a pair of networks for each class.
 *
 * Source: Goodfellow et al. 2014, "Generative Adversarial Nets". Layers are those of the original program, whose name for
 * the last map of its discriminator, d_conv2, is kept.
 */
import { mishLayer } from '../layers/activations.js';
import { batchNorm } from '../layers/batch-norm.js';
import { convolution, flattened } from '../layers/convolution.js';
import { dropoutLayer } from '../layers/dropout.js';
import { feature, sequential } from '../layers/sequential.js';
import { generatorPlan } from './acgan.js';
import { relativeTo } from './capacity.js';
import { asSequences, convolutionalGenerator, rowsOf } from './convolutional-generator.js';
import { headsOf } from './heads.js';
import type { Discriminator, GanSizes, GanVariant, Generator } from './variant.js';

/** Also that of the variant with a recurrent discriminator. */
export function createPlainGenerator(sizes: GanSizes): Generator {
  const body = convolutionalGenerator(generatorPlan, sizes.latentSize, sizes);
  return { weights: body.weights, generate: (pass, latent) => body.run(pass, latent) };
}

function createDiscriminator(sizes: GanSizes): Discriminator {
  const { channels, dropout, capacity } = sizes;
  const units = relativeTo(capacity);
  const drop = dropoutLayer(dropout);
  const body = sequential(
    convolution('discriminator.conv1', { filters: units(64), size: 15, stride: 2 }),
    mishLayer,
    feature('conv1'),
    drop,
    convolution('discriminator.conv2', { filters: units(128), size: 10, stride: 2 }),
    batchNorm('discriminator.norm2'),
    mishLayer,
    feature('conv2'),
    drop,
    convolution('discriminator.conv3', { filters: units(256), size: 5, stride: 2 }),
    batchNorm('discriminator.norm3'),
    mishLayer,
    feature('conv3', 'd_conv1'),
    drop,
    convolution('discriminator.conv4', { filters: units(512), size: 5 }),
    batchNorm('discriminator.norm4'),
    mishLayer,
    feature('conv4', 'd_conv2'),
    drop,
    flattened,
    feature('flat'),
  )([rowsOf(sizes), channels]);
  const heads = headsOf(body.size);
  return {
    weights: { ...body.weights, ...heads.weights },
    discriminate: (pass, days) => heads.judge(pass, body.run(pass, asSequences(days, channels))),
  };
}

/** A plain GAN for each class. */
export const gan: GanVariant = { createGenerator: createPlainGenerator, createDiscriminator };
