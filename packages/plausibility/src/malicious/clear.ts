/** Malicious messages that are uniform, but never where genuine ones are: labels without noise. */
import { variantSettings } from '@anodec/core';
import { clearanceSetting, type Strategy } from './strategy.js';
import { uniform } from './uniform.js';

const settings = variantSettings(
  'clear',
  'As uniform, but away from genuine messages of the class',
  {
    clearance: clearanceSetting,
  },
);

export const clear: Strategy<typeof settings> = {
  settings,
  draw: (_, genuine, random) => uniform.draw({ kind: 'uniform' }, genuine, random),
};
