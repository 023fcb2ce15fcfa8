/** Ignoring a channel while it drifts. */
import { variantSettings } from '@anodec/core';
import { defineDriftRule } from './drift.js';
import { fitLevel, levelOptions, LevelState, startLevel } from './level.js';

/** Takes the whole error away until the rolling median is back below the normal ceiling. */
export const mute = defineDriftRule({
  settings: variantSettings(
    'mute',
    'Ignore a channel while its rolling median error exceeds the normal ceiling',
    levelOptions,
  ),
  state: LevelState,
  fit: fitLevel,
  start(settings, state, time) {
    const levelAt = startLevel(settings, state, time);
    return (error) => (levelAt(error) > state.ceiling ? 0 : 1);
  },
});
