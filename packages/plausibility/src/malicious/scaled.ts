/** Malicious messages that are genuine ones made larger or smaller: an attacker who stays near the truth. */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import { messageCount } from '../messages.js';
import { clearanceSetting, type Strategy } from './strategy.js';

const settings = variantSettings(
  'scaled',
  'A genuine message whose length and width are changed by a factor each',
  {
    clearance: clearanceSetting,
    factor: z
      .number()
      .gt(1)
      .max(10)
      .default(1.5)
      .describe('Largest factor by which a size grows or shrinks'),
  },
);

export const scaled: Strategy<typeof settings> = {
  settings,
  draw({ factor }, genuine, random) {
    const n = random.integer(messageCount(genuine));
    const scale = (): number => factor ** (2 * random.uniform() - 1);
    return {
      kind: genuine.kinds[n],
      length: Math.max(1, Math.round(genuine.lengths[n] * scale())),
      width: Math.max(1, Math.round(genuine.widths[n] * scale())),
    };
  },
};
