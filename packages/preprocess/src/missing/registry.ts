/** Table of rules for missing readings. */
import { createVariants } from '@anodec/core';
import { drop } from './drop.js';
import { forwardFill } from './forward-fill.js';
import { linear } from './linear.js';
import { mask } from './mask.js';
import { refuse } from './refuse.js';

/**
 * To add a rule: one file beside this one, one line here; from outside the package,
 * `missingRules.add(rule)`.
 */
export const missingRules = createVariants('rule for missing readings', 'mask', [
  mask,
  forwardFill,
  linear,
  drop,
  refuse,
]);
