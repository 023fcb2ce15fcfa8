/** Errors by how rare they would be in a normal distribution of the channel's last errors. */
import { mean, standardDeviation, variantSettings } from '@anodec/core';
import { z } from 'zod';
import { rowsIn, Span } from '../span.js';
import { normalSurprise } from '../tail/log-survival.js';
import { defineFittedNormalisation, fitOptions } from './normalisation.js';
import { createRollingMoments } from './rolling-moments.js';

const State = z.strictObject({
  /** Mean and deviation of the errors on normal rows, in the unit of the error. */
  mean: z.number(),
  deviation: z.number().min(0),
});

/**
 * −ln of the Gaussian tail probability of an error, with the mean and deviation of the last errors of the
 * channel, the row itself included. The window is full of normal errors in the beginning: their mean and
 * deviation stand for the rows that are not there yet. A channel that errs more for longer than the
 * window is ordinary again.
 *
 * Source: Garg, Zhang, Samaran, Savitha & Foo 2021, "An Evaluation of Anomaly Detection and Diagnosis in
 * Multivariate Time Series", section III-C (dynamic Gaussian scoring); their `short_window` is 1.
 */
export const gaussianDynamic = defineFittedNormalisation({
  settings: variantSettings(
    'gaussian-dynamic',
    'Negative logarithm of the Gaussian tail, with mean and deviation of the last rows',
    {
      ...fitOptions,
      over: Span.default(10_000).describe(
        'Window of the rolling mean and deviation, as a duration or in rows',
      ),
    },
  ),
  state: State,
  givesSurprise: true,
  fit: (errors) => ({ mean: mean(errors), deviation: standardDeviation(errors) }),
  start({ over, floor }, state, time) {
    const moments = createRollingMoments(
      Math.max(2, rowsIn(over, time)),
      state.mean,
      state.deviation,
    );
    return (error) => {
      if (Number.isNaN(error)) return NaN;
      moments.push(error);
      return normalSurprise((error - moments.mean()) / Math.max(moments.deviation(), floor));
    };
  },
});
