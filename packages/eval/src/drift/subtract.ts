/** Subtraction of a level that adapts at a limited rate. */
import { variantSettings } from '@anodec/core';
import { defineDriftRule } from './drift.js';
import { fitLevel, levelOptions, LevelState, paceOption, startPacedLevel } from './level.js';

/**
 * Takes away by how far the adaptive level exceeds the normal ceiling, in roots of the error.
 *
 * A squared error is the square of a deviation. A reading that moved to another level deviates by that level
 * and by what it does there; with the level subtracted, what is left is the error at the new level, and
 * an attack on top of it keeps its score, where division would shrink it with the level.
 */
export const subtract = defineDriftRule({
  settings: variantSettings(
    'subtract',
    'Subtract, in square roots, by how far an adaptive level exceeds its ceiling; the level rises at a ' +
      'limited rate and falls at once',
    { ...levelOptions, ...paceOption(4) },
  ),
  state: LevelState,
  fit: fitLevel,
  start(settings, state, time) {
    const ceiling = Math.sqrt(state.ceiling);
    const levelAt = startPacedLevel(settings, state, time);
    return (error) => {
      const excess = Math.sqrt(levelAt(error)) - ceiling;
      if (excess <= 0) return 1;
      const root = Math.sqrt(error);
      return root > excess ? (1 - excess / root) ** 2 : 0;
    };
  },
});
