/** Subtraction of a level that stays high. */
import { variantSettings } from '@anodec/core';
import { defineDriftRule } from './drift.js';
import { fitLevel, levelOptions, LevelState, startLevel } from './level.js';

/**
 * Takes away by how far the rolling median exceeds its ceiling, in roots of the error.
 *
 * A squared error is the square of a deviation. A reading that moved to another level deviates by that level
 * and by what it does there; with the level subtracted, what is left is the error at the new level, and
 * an attack on top of it keeps its score.
 */
export const subtract = defineDriftRule({
  settings: variantSettings(
    'subtract',
    'Subtract by how far the rolling median error exceeds the normal ceiling, in square roots',
    levelOptions,
  ),
  state: LevelState,
  fit: fitLevel,
  start(settings, state, time) {
    const ceiling = Math.sqrt(state.ceiling);
    const levelAt = startLevel(settings, state, time);
    return (error) => {
      const excess = Math.sqrt(levelAt(error)) - ceiling;
      if (!(excess > 0)) return 1;
      const root = Math.sqrt(error);
      return root > excess ? (1 - excess / root) ** 2 : 0;
    };
  },
});
