/** The rules by which optimisers change weights. */
export { adam, type AdamOptions } from './adam.js';
export { rmsprop, type RmspropOptions } from './rmsprop.js';
export type { RuleTensors, UpdateRule, UpdateStep } from './rule.js';
export { sgd, type SgdOptions } from './sgd.js';
