import type { DriftRule } from './drift.js';

/**
 * Divides by how far the trail has left what is normal: the level of the past hours becomes the new
 * ordinary at once, and for as long again a second attack on the channel is hard to see.
 */
export const discount: DriftRule = ({ trail, ceiling }) =>
  trail.map((level) => (level > ceiling ? ceiling / level : 1));
