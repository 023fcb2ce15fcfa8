/** No drift rule. */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import { defineDriftRule } from './drift.js';

/** Attenuates nothing. */
export const none = defineDriftRule({
  settings: variantSettings('none', 'No attenuation', {}),
  state: z.null(),
  fit: () => null,
  start: () => () => 1,
});
