/** Table of smoothings. */
import { createVariants } from '@anodec/core';
import { ewma } from './ewma.js';
import { mean } from './mean.js';
import { median } from './median.js';
import { none } from './none.js';
import { scales } from './scales.js';

/** To add a smoothing: one file beside this one, one line here. */
export const smoothings = createVariants('smoothing', 'mean', [none, mean, median, ewma, scales]);
