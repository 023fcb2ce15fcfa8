/** Attenuation by a level that adapts at a limited rate. */
import { variantSettings } from '@anodec/core';
import { defineDriftRule } from './drift.js';
import { fitLevel, levelOptions, LevelState, paceOption, startPacedLevel } from './level.js';

/**
 * Divides by a level that follows the rolling median at a limited rate, and falls with it at once.
 *
 * Drift is slow: the level keeps up, and the channel stays near its ordinary score. An attack comes
 * as a step: however large, the level grows by little while it lasts, so that the attack keeps its
 * score and the channel is scored in full again as soon as it is over.
 */
export const follow = defineDriftRule({
  settings: variantSettings(
    'follow',
    'Divide the error by an adaptive level, which rises at a limited rate and falls at once',
    { ...levelOptions, ...paceOption(2) },
  ),
  state: LevelState,
  fit: fitLevel,
  start(settings, state, time) {
    const levelAt = startPacedLevel(settings, state, time);
    return (error) => state.ceiling / levelAt(error);
  },
});
