/** Stage: attenuated errors on the scale of their channel. */
import { createStage, type Stage } from '@anodec/core';
import type { ChannelScale } from '../normalisation/normalisation.js';

/** Channel errors with their attenuation. */
export interface AttenuatedErrors {
  /** (n, C), in the unit of the detector, NaN where there is none. */
  readonly errors: Float32Array;
  /** (n, C), in [0, 1]. */
  readonly attenuation: Float32Array;
}

/** The stage of the normalisation, to channel scores (n, C); rows do not depend on each other. */
export function normalisationStage(
  scales: readonly ChannelScale[],
): Stage<AttenuatedErrors, Float32Array> {
  const C = scales.length;
  return createStage(() => ({
    push({ errors, attenuation }) {
      const channelScores = new Float32Array(errors.length);
      for (let first = 0; first < errors.length; first += C) {
        for (let c = 0, i = first; c < C; c++, i++) {
          const { centre, spread } = scales[c];
          channelScores[i] = (errors[i] * attenuation[i] - centre) / spread;
        }
      }
      return channelScores;
    },
  }));
}
