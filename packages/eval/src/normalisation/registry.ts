/** Table of normalisations. */
import { createVariants } from '@anodec/core';
import { gaussianDynamic } from './gaussian-dynamic.js';
import { gaussian } from './gaussian.js';
import { mean } from './mean.js';
import { none } from './none.js';
import { robust } from './robust.js';
import { tailProbability } from './tail-probability.js';
import { tail } from './tail.js';

/** To add a normalisation: one file beside this one, one line here. */
export const normalisations = createVariants('normalisation', 'gaussian', [
  none,
  mean,
  gaussian,
  gaussianDynamic,
  robust,
  tail,
  tailProbability,
]);
