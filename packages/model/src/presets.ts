/** Named sets of settings. What the user sets beside the name wins. */
import { ConfigError, lookup } from '@anodec/core';

/** To add a preset: one entry here. */
export const presets: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  /** The defaults, cut short: under a minute on a laptop. */
  quick: { maxEpochs: 8, sampleSize: 4000, earlyStoppingPatience: 0 },
  /** The original to the layer: its sizes, its bounded output, its loss, its training. */
  compat: {
    cell: 'lstm',
    windowSize: 100,
    hiddenSize: 64,
    embeddingSize: 128,
    numLayers: 1,
    linearOutput: false,
    decoder: 'repeat',
    loss: 'mae',
    reverseTarget: false,
    dropout: 0,
    maxEpochs: 1000,
    batchSize: 32,
    learningRate: 1e-3,
    sampleSize: 1000,
    earlyStoppingPatience: 0,
  },
};

/**
 * Replaces the setting `preset` by the settings it stands for.
 *
 * @throws ConfigError when there is no such preset
 */
export function applyPreset(options: unknown): unknown {
  if (typeof options !== 'object' || options === null || !('preset' in options)) return options;
  const { preset, ...others } = options;
  if (preset === undefined) return others;
  if (typeof preset !== 'string') throw new ConfigError('preset must be the name of a preset.');
  return { ...lookup('preset', presets, preset), ...others };
}
