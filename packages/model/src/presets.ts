/** Named sets of settings. Settings given in addition to the name override them. */
import { ConfigError, lookup } from '@anodec/core';

const ON_LINEAR_PATH = { linearPath: true, pathShare: 0.5, sampleSize: 4000, gradientClipVal: 1 };

/** To add a preset: one entry here. */
export const presets: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  /** A network on top of the linear path: it adds little that takes long to learn. */
  default: { ...ON_LINEAR_PATH, maxEpochs: 16, earlyStoppingPatience: 4 },
  /** The same network, trained half as long. */
  quick: { ...ON_LINEAR_PATH, maxEpochs: 8, earlyStoppingPatience: 0 },
  /**
   * The original system: its network, training and scores with all of its defaults.
   *
   * It draws its windows once and trains on 5 % of them, keeps the last epoch, and gives every 100th
   * row the mean squared error of the window that ends with it; the first row is in no window.
   */
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
    minEpochs: 1,
    batchSize: 32,
    learningRate: 1e-3,
    sampleSize: 1000,
    sampledTrainShare: 0.05,
    earlyStoppingPatience: 0,
    keepEpoch: 'last',
    gradientClipVal: 0,
    weightDecay: 0,
    limitTrainBatches: 1,
    limitValBatches: 1,
    seed: 42,
    fold: 'window',
    scoreError: 'squared',
    stride: 100,
    windowOffset: 1,
  },
};

/**
 * Replaces the setting `preset` by the settings it stands for.
 *
 * @throws ConfigError when the preset is not known
 */
export function applyPreset(options: unknown): unknown {
  if (typeof options !== 'object' || options === null || !('preset' in options)) return options;
  const { preset, ...others } = options;
  if (preset === undefined) return others;
  if (typeof preset !== 'string') throw new ConfigError('preset must be the name of a preset.');
  return { ...lookup('preset', presets, preset), ...others };
}
