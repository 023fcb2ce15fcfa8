/** Table of poolings. */
import { createVariants } from '@anodec/core';
import { euclidean } from './euclidean.js';
import { fisher } from './fisher.js';
import { mahalanobis } from './mahalanobis.js';
import { max } from './max.js';
import { mean } from './mean.js';
import { topk } from './topk.js';

/** To add a pooling: one file beside this one, one line here. */
export const poolings = createVariants('pooling', 'max', [
  mean,
  max,
  topk,
  euclidean,
  mahalanobis,
  fisher,
]);
