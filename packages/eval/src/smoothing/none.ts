import type { Smoothing } from './smoothing.js';

/** Leaves the scores as they are. */
export const none: Smoothing = (scores) => scores;
