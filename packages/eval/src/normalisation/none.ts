/** Errors without normalisation. */
import { variantSettings } from '@anodec/core';
import { defineNormalisation, fitOptions } from './normalisation.js';

/** Leaves errors as they are: channels with large errors dominate the score. */
export const none = defineNormalisation(
  variantSettings('none', 'Errors unchanged; channels with large errors dominate', fitOptions),
  () => ({ centre: 0, spread: 1 }),
);
