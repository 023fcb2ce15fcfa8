import type { DriftRule } from './drift.js';

/**
 * Divides by how far the trail has left what is normal: the level of the past hours becomes the new
 * ordinary, and an attack on the channel still shows if it is large beside that.
 */
export const discount: DriftRule = (trail, ceiling) => (trail > ceiling ? ceiling / trail : 1);
