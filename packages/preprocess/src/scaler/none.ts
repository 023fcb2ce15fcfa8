/** No scaling. */
import { variantSettings } from '@anodec/core';
import { defineLinearScaler, type ScalerRule } from './channel-map.js';

const settings = variantSettings('none', 'Channels keep their own units', {});

/** Leaves a channel in its own unit, a constant one, too. */
export const none: ScalerRule<typeof settings> = {
  ...defineLinearScaler(settings, () => ({ offset: 0, scale: 1 })),
  fitsConstants: true,
};
