import type { DriftRule } from './drift.js';

/** Forgives nothing. */
export const none: DriftRule = () => 1;
