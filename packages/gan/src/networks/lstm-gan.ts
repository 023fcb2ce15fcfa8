/** A GAN for each class whose discriminator reads a day with recurrent layers, in both directions. */
import { asSequences } from './convolutional-generator.js';
import { createPlainGenerator } from './gan.js';
import { headsOf } from './heads.js';
import { recurrentBody } from './recurrent-body.js';
import type { Discriminator, GanSizes, GanVariant } from './variant.js';

function createDiscriminator(sizes: GanSizes): Discriminator {
  const body = recurrentBody(sizes);
  const heads = headsOf(body.size);
  return {
    weights: { ...body.weights, ...heads.weights },
    discriminate: (pass, days) =>
      heads.judge(pass, body.run(pass, asSequences(days, sizes.channels))),
  };
}

/** A GAN with a recurrent discriminator for each class. */
export const lstmGan: GanVariant = { createGenerator: createPlainGenerator, createDiscriminator };
