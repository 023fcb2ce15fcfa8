/** Attenuation by a level that adapts at a limited rate. */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import { rowsIn } from '../span.js';
import { defineDriftRule } from './drift.js';
import { fitLevel, levelOptions, LevelState, startLevel } from './level.js';

/**
 * Divides by a level that follows the rolling median at a limited rate, and falls with it at once.
 *
 * Drift is slow: the level keeps up, and the channel stays near its ordinary score. An attack comes
 * as a step: however large, the level grows by little while it lasts, so that the attack keeps its
 * score and the channel is scored in full again as soon as it is over. With a power below 1 a channel that
 * stays at a new level keeps part of its score, so that what lasts for days is not forgotten.
 */
export const follow = defineDriftRule({
  settings: variantSettings(
    'follow',
    'Divide the error by an adaptive level, which rises at a limited rate and falls at once',
    {
      ...levelOptions,
      pace: z
        .number()
        .gt(1)
        .default(2)
        .describe('Maximum growth of the adaptive level per hour, as a factor'),
      power: z
        .number()
        .positive()
        .max(1)
        .default(1)
        .describe('Exponent on the adaptive level: 1 divides by all of it, 0.5 by its square root'),
    },
  ),
  state: LevelState,
  fit: fitLevel,
  start(settings, state, time) {
    const { ceiling } = state;
    const { power } = settings;
    const growth = settings.pace ** (1 / Math.max(1, rowsIn('1h', time))); // from row to row
    const levelAt = startLevel(settings, state, time);
    let level = ceiling;
    return (error) => {
      level = Math.max(ceiling, Math.min(levelAt(error), level * growth));
      if (level === ceiling && level > 0) return 1; // nearly always, and a power takes its time
      return power === 1 ? ceiling / level : (ceiling / level) ** power;
    };
  },
});
