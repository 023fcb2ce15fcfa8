/** Malicious messages that are uniform over all classes and sizes: a sensor that sees nothing and makes something up. */
import { variantSettings } from '@anodec/core';
import { kindsThatOccur, largestSize, type Strategy } from './strategy.js';

const settings = variantSettings(
  'uniform',
  'Any class, any size up to the largest; some happen to be genuine sizes, as in the reference program',
  {},
);

export const uniform: Strategy<typeof settings> = {
  settings,
  draw(_, genuine, random) {
    const kinds = kindsThatOccur(genuine);
    const most = largestSize(genuine);
    return {
      kind: kinds[random.integer(kinds.length)],
      length: random.integer(Math.floor(most.length) + 1),
      width: random.integer(Math.floor(most.width) + 1),
    };
  },
};
