/** Table of scalers. */
import { createVariants } from '@anodec/core';
import { minmax } from './minmax.js';
import { none } from './none.js';
import { quantile } from './quantile.js';
import { robust } from './robust.js';
import { standard } from './standard.js';

/**
 * To add a scaler: one file beside this one, one line here; from outside the package,
 * `scalers.add(rule)`.
 */
export const scalers = createVariants('scaler', 'standard', [
  standard,
  minmax,
  robust,
  quantile,
  none,
]);
