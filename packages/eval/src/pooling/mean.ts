import { mean as arithmeticMean } from '@anodec/core';
import type { Pooling } from './pooling.js';

/** All channels alike: steady, but an attack on one of fifty channels is thinned fiftyfold. */
export const mean: Pooling = (values) => arithmeticMean(values);
