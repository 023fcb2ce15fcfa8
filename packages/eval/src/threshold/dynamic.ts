/** Threshold of telemanom on normal scores. */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import { defineThreshold } from './threshold.js';
import { dynamicLimit } from './telemanom.js';

/** The option of both thresholds of telemanom. */
export const pruneOptions = {
  prune: z
    .number()
    .min(0)
    .lt(1)
    .default(0.13)
    .describe(
      'Smallest decrease from one sequence maximum to the next, as a share, that separates anomalies',
    ),
};

/**
 * The non-parametric threshold over all normal scores at once. Sequences of normal rows that it separates
 * from the rest, bursts that happened during normal operation, do not raise it; without any it is the
 * largest normal score.
 *
 * Source: see `dynamicLimit`.
 */
export const dynamic = defineThreshold(
  variantSettings(
    'dynamic',
    'Non-parametric threshold of telemanom, with pruning, over all normal scores',
    pruneOptions,
  ),
  ({ prune }, { scores }) => {
    const { limit, sequences } = dynamicLimit(scores, prune);
    const bursts = sequences === 1 ? '1 burst' : `${sequences} bursts`;
    return {
      value: limit,
      rule:
        sequences > 0
          ? `the non-parametric threshold that separates ${bursts} from the other scores of normal rows ` +
            'held out from training'
          : 'the largest score of normal rows held out from training, none of which are separate from ' +
            'the others (non-parametric threshold with pruning)',
    };
  },
);
