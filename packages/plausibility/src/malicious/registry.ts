/** The ways to make up malicious messages. To add one: one file beside this one, one line here. */
import { createVariants } from '@anodec/core';
import { clear } from './clear.js';
import { otherClass } from './other-class.js';
import { scaled } from './scaled.js';
import type { Strategy } from './strategy.js';
import { uniform } from './uniform.js';

export const strategies = createVariants<Strategy>('strategy', 'uniform', [
  uniform,
  clear,
  otherClass,
  scaled,
]);

/** Settings: the kind, and the options of that kind. */
export const MaliciousConfig = strategies.schema.describe('How malicious messages are made up');
