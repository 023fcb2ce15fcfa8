/** Malicious messages that give the size of one class for another: a person with the size of a car. */
import { ConfigError, variantSettings } from '@anodec/core';
import { messageCount } from '../messages.js';
import { clearanceSetting, kindsThatOccur, type Strategy } from './strategy.js';

const settings = variantSettings('other-class', 'A genuine size under the name of another class', {
  clearance: clearanceSetting,
});

export const otherClass: Strategy<typeof settings> = {
  settings,
  draw(_, genuine, random) {
    const kinds = kindsThatOccur(genuine);
    if (kinds.length < 2) {
      throw new ConfigError(
        'Sizes of another class need at least two classes, got one. Take another strategy or add a table.',
      );
    }
    const others = kinds.length - 1;
    const n = random.integer(messageCount(genuine));
    const at = kinds.indexOf(genuine.kinds[n]);
    const kind = kinds[(at + 1 + random.integer(others)) % kinds.length];
    return { kind, length: genuine.lengths[n], width: genuine.widths[n] };
  },
};
