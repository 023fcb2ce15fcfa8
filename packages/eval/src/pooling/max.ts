import type { Pooling } from './pooling.js';

/** The strangest channel alone: sees the smallest attack, and the noise of every channel. */
export const max: Pooling = (values) => values.reduce((a, b) => Math.max(a, b));
