/** The pruners. To add one: one file beside this one, one line here. */
import { createVariants } from '@anodec/core';
import { halving } from './halving.js';
import { hyperband } from './hyperband.js';
import { none } from './none.js';
import type { Pruner, PrunerEntry } from './pruner.js';

export const pruners = createVariants<PrunerEntry>('pruner', 'none', [none, halving, hyperband]);

/** Settings of a pruner: `kind` and its own. */
export const PrunerConfig = pruners.schema.describe('Way to end trials that fall behind');

/** Settings of a pruner, checked. */
export interface PrunerSettings extends Readonly<Record<string, unknown>> {
  readonly kind: string;
}

/** A pruner with its settings. @throws ConfigError when there is none of that kind */
export function createPruner(config: PrunerSettings): Pruner {
  return pruners.get(config.kind).create(config);
}
