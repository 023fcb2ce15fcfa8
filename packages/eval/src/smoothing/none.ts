/** Scores without smoothing. */
import { variantSettings } from '@anodec/core';
import { defineSmoothing } from './smoothing.js';

/** Leaves the scores as they are. */
export const none = defineSmoothing(
  variantSettings('none', 'Scores unchanged', {}),
  () => (score) => score,
);
