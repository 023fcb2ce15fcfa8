import { checkComplete } from '@anodec/core';
import type { MissingTreatment } from './treatment.js';

/** Stops at the first one, with its channel, row and time. */
export const refuse: MissingTreatment = (frame, what) => {
  checkComplete(frame, what);
  return frame;
};
