/** Table of thresholds from labelled validation rows. */
import { createVariants } from '@anodec/core';
import { bestOf } from './best-of.js';
import { youden } from './youden.js';

/** To add one: one file beside this one, one line here. */
export const labelledThresholds = createVariants('labelled threshold', 'best-of', [bestOf, youden]);
