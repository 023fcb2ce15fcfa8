/** Settings that a fit keeps when it is resumed: which arrays its checkpoint holds follows from them. */
import { ConfigError } from '@anodec/core';
import type { Checkpoint } from './training-state.js';

/** Those of the weights, then those of what the optimiser keeps for each weight. */
const KEPT = [
  'cell',
  'windowSizes',
  'hiddenSize',
  'embeddingSize',
  'numLayers',
  'bidirectional',
  'linearOutput',
  'linearPath',
  'layerNorm',
  'attention',
  'variational',
  'direction',
  'variant',
  'latentSize',
  'capacity',
  'spectralNorm',
  'optimizer',
  'amsgrad',
  'centered',
  'averageWeights',
];

/**
 * Refuses to resume with settings that the arrays of a checkpoint do not belong to.
 *
 * Ask before anything is written: a run that is made of such settings cannot be resumed either.
 *
 * @param settings of the detector that is to continue
 * @throws ConfigError that names the setting and both values
 */
export function checkKeptSettings({ detector }: Checkpoint, settings: object): void {
  const stored = new Map<string, unknown>(Object.entries(detector.config));
  const asked = new Map<string, unknown>(Object.entries(settings));
  for (const name of KEPT) {
    const [was, is] = [stored.get(name), asked.get(name)];
    // a checkpoint from before there was the setting does not have it
    if (was === undefined || JSON.stringify(was) === JSON.stringify(is)) continue;
    throw new ConfigError(
      `${name} must stay ${show(was)} in a training that is resumed, got ${show(is)}: the checkpoint holds what ` +
        'belongs to it. Leave it as it was, or train anew.',
    );
  }
}

function show(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
