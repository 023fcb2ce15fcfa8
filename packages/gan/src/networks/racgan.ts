/**
 * The recurrent AC-GAN: the generator of AC-GAN, and a recurrent discriminator that also names the class.
 *
 * No layers of the original's are known but that it has an LSTM; they are those of the recurrent GAN with a second head.
 */
import { createLabelledGenerator } from './acgan.js';
import { asSequences } from './convolutional-generator.js';
import { headsOf } from './heads.js';
import { recurrentBody } from './recurrent-body.js';
import type { Discriminator, GanSizes, GanVariant } from './variant.js';

function createDiscriminator(sizes: GanSizes): Discriminator {
  const body = recurrentBody(sizes);
  const heads = headsOf(body.size, sizes.classes);
  return {
    weights: { ...body.weights, ...heads.weights },
    discriminate: (pass, days) => heads.judge(pass, body.run(pass, asSequences(days))),
  };
}

/** AC-GAN with a recurrent discriminator. */
export const racgan: GanVariant = { createGenerator: createLabelledGenerator, createDiscriminator };
