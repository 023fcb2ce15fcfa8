/** A discriminator whose weights are divided by their largest singular values. */
import { spectralNormOf } from '../layers/spectral-norm.js';
import type { Discriminator } from './variant.js';

/** The discriminator with spectral normalisation; it has two vectors more for each weight that is normalised. */
export function withSpectralNorm(discriminator: Discriminator): Discriminator {
  const { weights } = discriminator;
  const spectralNorm = spectralNormOf(weights);
  return {
    weights: { ...weights, ...spectralNorm.vectors },
    spectralNorm,
    discriminate(pass, days, labels) {
      const normalized = { ...pass, weights: spectralNorm.normalize(pass.weights) };
      return discriminator.discriminate(normalized, days, labels);
    },
  };
}
