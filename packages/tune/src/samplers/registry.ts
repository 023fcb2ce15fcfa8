/** The samplers. To add one: one file beside this one, one line here. */
import { createVariants } from '@anodec/core';
import { checkSpace } from '../space/space.js';
import { grid } from './grid.js';
import { random } from './random.js';
import type { Sampler, SamplerEntry, SamplerParts } from './sampler.js';
import { tpe } from './tpe.js';

export const samplers = createVariants<SamplerEntry>('sampler', 'tpe', [tpe, random, grid]);

/** Settings of a sampler: `kind` and its own. */
export const SamplerConfig = samplers.schema.describe('Way to choose the next point');

/** Settings of a sampler, checked. */
export interface SamplerSettings extends Readonly<Record<string, unknown>> {
  readonly kind: string;
}

/** @throws ConfigError when the space is not valid */
export function createSampler(config: SamplerSettings, parts: SamplerParts): Sampler {
  checkSpace(parts.space);
  return samplers.get(config.kind).create(config, parts);
}
