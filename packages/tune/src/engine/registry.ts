/** The engines: where trials and other jobs run. To add one: one file beside this one, one line here. */
import { createVariants } from '@anodec/core';
import { bullmq } from './bullmq/bullmq.js';
import type { Engine } from './engine.js';
import type { EngineEntry, EngineParts } from './entry.js';
import { inProcess } from './in-process.js';
import { local } from './local.js';
import { slurm } from './slurm/slurm.js';

export const engines = createVariants<EngineEntry>('engine', 'local', [
  local,
  inProcess,
  bullmq,
  slurm,
]);

/** Settings of an engine: `kind` and its own. */
export const EngineConfig = engines.schema.describe('Where the work runs');

/** Settings of an engine, checked. */
export interface EngineSettings extends Readonly<Record<string, unknown>> {
  readonly kind: string;
}

/**
 * Starts an engine; close it in the end.
 *
 * @throws ConfigError when a package that it needs is not installed
 * @throws DataError when a server that it needs does not answer
 */
export function createEngine(config: EngineSettings, parts: EngineParts): Promise<Engine> {
  return engines.get(config.kind).create(config, parts);
}
