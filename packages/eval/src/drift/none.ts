import type { DriftRule } from './drift.js';

/** Forgives nothing. */
export const none: DriftRule = ({ trail }) => new Float32Array(trail.length).fill(1);
