/** Named groups of settings; what is given in addition to the name overrides them. */
import { ConfigError, lookup } from '@anodec/core';
import { presets as networkPresets } from '@anodec/model';
import { mergeSettings } from './merge-settings.js';
import type { GivenSettings } from './sections.js';

/**
 * What did best on recordings that it was not chosen on, for a network on top of a linear path: ranges of
 * the sensors, errors relative to those of normal rows, and a threshold at a multiple of a quantile.
 */
const RECIPE: GivenSettings = {
  preprocess: { scaler: { kind: 'minmax' }, clip: 3, recentre: 'none' },
  alarmPolicy: {
    normalisation: { kind: 'mean', rows: 'all', floor: 3e-5 },
    drift: { kind: 'follow', leastRows: 1440, power: 0.6 },
    pooling: { kind: 'mean' },
    smoothing: { kind: 'scales', over: 6 },
    threshold: { kind: 'quantile', quantile: 0.9, margin: 6, overshoot: 0.4, returnPeriod: 1000 },
  },
};

/** To add a preset: one entry here. */
const presets: Readonly<Record<string, GivenSettings>> = {
  /** The recipe that commands use where nothing else is asked for. */
  default: { ...RECIPE, detector: { kind: 'autoencoder', ...networkPresets.default } },
  /** The same, trained half as long: it detects less. */
  quick: { ...RECIPE, detector: { kind: 'autoencoder', ...networkPresets.quick } },
  /**
   * The original program: its preprocessing, network, training and scores, and its threshold of 1 on the
   * mean squared error of a window. It trained on the share `validationSplit` of its windows.
   */
  compat: {
    detector: { kind: 'autoencoder', ...networkPresets.compat },
    preprocess: {
      sampleFreq: '5s',
      aggregate: ['mean'],
      missing: { kind: 'drop' },
      validationSplit: 0.05,
      invertedSplit: true,
      scaler: { kind: 'standard' },
      clip: 'none',
      discrete: 'keep',
      recentre: 'none',
    },
    alarmPolicy: {
      normalisation: { kind: 'none' },
      drift: { kind: 'none' },
      pooling: { kind: 'mean' },
      smoothing: { kind: 'none' },
      threshold: { kind: 'fixed', value: 1 },
    },
  },
};

/** Names of the presets. */
export const presetNames: readonly string[] = Object.keys(presets);

/**
 * Puts the settings of a preset under the given ones. The preset is `preset.name` of the given
 * settings, or `preset` among those of the detector.
 *
 * @throws ConfigError when there is no such preset
 */
export function withPreset(given: GivenSettings): GivenSettings {
  const { preset: group, ...groups } = given;
  const { preset: inner, ...detector } = groups.detector ?? {};
  const name = group?.name ?? inner;
  if (name === undefined) return groups;
  if (typeof name !== 'string') throw new ConfigError('A preset must be named by a text.');
  const settings = lookup('preset', presets, name);
  const own: GivenSettings = groups.detector ? { ...groups, detector } : groups;
  return mergeSettings(mergeSettings(settings, sampledShare(name, own)), own);
}

/** In the original one share splits the rows and the windows drawn from them. */
function sampledShare(preset: string, { preprocess }: GivenSettings): GivenSettings {
  const share = preprocess?.validationSplit;
  if (preset !== 'compat' || share === undefined) return {};
  return { detector: { sampledTrainShare: share } };
}
