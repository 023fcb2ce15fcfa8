/** Table of drift rules. */
import { createVariants } from '@anodec/core';
import { discount } from './discount.js';
import { follow } from './follow.js';
import { mute } from './mute.js';
import { none } from './none.js';

/** To add a drift rule: one file beside this one, one line here. */
export const driftRules = createVariants('drift rule', 'follow', [none, follow, discount, mute]);
