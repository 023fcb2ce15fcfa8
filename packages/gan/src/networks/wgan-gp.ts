/**
 * WGAN-GP: a critic that gives days values in place of probabilities, trained with the Wasserstein loss and a penalty on its
 * slope. A pair of networks for each class, with the generator of the plain GAN.
 *
 * The critic has the convolutions of the plain GAN without batch normalisation, which would make the slope at a day
 * depend on the other days of its batch, and without dropout, which would make it depend on chance.
 *
 * Source: Gulrajani, Ahmed, Arjovsky, Dumoulin & Courville 2017, "Improved Training of Wasserstein GANs", section 4.
 */
import { mishLayer } from '../layers/activations.js';
import { convolution, flattened } from '../layers/convolution.js';
import { feature, sequential } from '../layers/sequential.js';
import { relativeTo } from './capacity.js';
import { asSequences, rowsOf } from './convolutional-generator.js';
import { createPlainGenerator } from './gan.js';
import { headsOf } from './heads.js';
import type { Discriminator, GanSizes, GanVariant } from './variant.js';

function createDiscriminator(sizes: GanSizes): Discriminator {
  const { channels, capacity } = sizes;
  const units = relativeTo(capacity);
  const layer = (name: string, filters: number, size: number, stride: number, mark: string[]) =>
    sequential(
      convolution(`discriminator.${name}`, { filters: units(filters), size, stride }),
      mishLayer,
      feature(name, ...mark),
    );
  const body = sequential(
    layer('conv1', 64, 15, 2, []),
    layer('conv2', 128, 10, 2, []),
    layer('conv3', 256, 5, 2, ['d_conv1']),
    layer('conv4', 512, 5, 1, ['d_conv2']),
    flattened,
    feature('flat'),
  )([rowsOf(sizes), channels]);
  const heads = headsOf(body.size);
  return {
    weights: { ...body.weights, ...heads.weights },
    discriminate: (pass, days) => heads.judge(pass, body.run(pass, asSequences(days, channels))),
  };
}

/** A Wasserstein GAN with gradient penalty for each class. */
export const wganGp: GanVariant = { createGenerator: createPlainGenerator, createDiscriminator };
