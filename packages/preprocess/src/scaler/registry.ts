import { minmax } from './minmax.js';
import { none } from './none.js';
import { quantile } from './quantile.js';
import { robust } from './robust.js';
import { standard } from './standard.js';

/** To add a scaler: one file beside this one, one line here. */
export const scalers = { standard, minmax, robust, quantile, none };

export type ScalerKind = keyof typeof scalers;
