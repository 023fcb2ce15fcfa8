/** Table of thresholds. */
import { createVariants } from '@anodec/core';
import { budget } from './budget.js';
import { fixed } from './fixed.js';
import { max } from './max.js';
import { quantile } from './quantile.js';
import { sigma } from './sigma.js';

/** To add a threshold: one file beside this one, one line here. It gets normal scores, no label. */
export const thresholds = createVariants('threshold', 'budget', [
  quantile,
  sigma,
  max,
  budget,
  fixed,
]);
