/** Attenuation by the rolling median. */
import { variantSettings } from '@anodec/core';
import { defineDriftRule } from './drift.js';
import { fitLevel, levelOptions, LevelState, startLevel } from './level.js';

/**
 * Divides by how far the rolling median exceeds its ceiling: the level of the past hours becomes
 * normal at once, and for as long again a second attack on the channel is hard to detect.
 */
export const discount = defineDriftRule({
  settings: variantSettings(
    'discount',
    'Divide the error by how far its rolling median exceeds the normal ceiling',
    levelOptions,
  ),
  state: LevelState,
  fit: fitLevel,
  start(settings, state, time) {
    const levelAt = startLevel(settings, state, time);
    return (error) => {
      const level = levelAt(error);
      return level > state.ceiling ? state.ceiling / level : 1;
    };
  },
});
