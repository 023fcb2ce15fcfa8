/** Stage: attenuated errors on the scale of their channel. */
import { createStage, type Stage } from '@anodec/core';
import { normalisations } from '../normalisation/registry.js';
import type { RowTime } from '../span.js';

/** Channel errors with their attenuation. */
export interface AttenuatedErrors {
  /** (n, C), in the unit of the detector, NaN where there is none. */
  readonly errors: Float32Array;
  /** (n, C), in [0, 1]; overwritten by the channel scores, which need no array of their own. */
  readonly attenuation: Float32Array;
}

/**
 * The stage of the normalisation, to channel scores (n, C); rows do not depend on later ones.
 *
 * @param settings of the normalisation, with its `kind`
 * @param states of the normalisation, as fitted, (C)
 */
export function normalisationStage(
  settings: { readonly kind: string },
  states: readonly unknown[],
  time: RowTime,
): Stage<AttenuatedErrors, Float32Array> {
  const C = states.length;
  const normalisation = normalisations.get(settings.kind);
  return createStage(() => {
    const channels = states.map((state) => normalisation.start(settings, state, time));
    return {
      push({ errors, attenuation }) {
        const channelScores = attenuation;
        for (let first = 0; first < errors.length; first += C) {
          for (let c = 0, i = first; c < C; c++, i++) {
            channelScores[i] = channels[c](errors[i] * attenuation[i]);
          }
        }
        return channelScores;
      },
    };
  });
}
