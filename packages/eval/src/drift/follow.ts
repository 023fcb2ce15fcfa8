import type { DriftRule } from './drift.js';

/**
 * Divides by a level that follows the trail at a limited pace, and falls with it at once.
 *
 * What wanders off does so slowly: the level keeps up, and the channel stays near its ordinary
 * score. An attack comes as a step: however large, the level grows by little while it lasts, so
 * that the attack stays visible and the channel can be heard again as soon as it is over.
 */
export const follow: DriftRule = ({ trail, ceiling, growth }) => {
  let level = ceiling;
  return trail.map((now) => {
    level = Math.max(ceiling, Math.min(now, level * growth));
    return ceiling / level;
  });
};
