/** Named groups of settings; what is given beside the name overrides them. */
import { ConfigError, lookup } from '@anodec/core';
import { presets as networkPresets } from '@anodec/model';
import type { GivenSettings } from './sections.js';

/** To add a preset: one entry here. */
const presets: Readonly<Record<string, GivenSettings>> = {
  /** The defaults, cut short: under a minute on a laptop. */
  quick: { detector: networkPresets.quick },
  /** The original program: its network, its training, its preprocessing, its scores. */
  compat: {
    detector: networkPresets.compat,
    preprocess: { sampleFreq: '5s', validationSplit: 0.05, recentre: 'none' },
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
  const names = [...new Set([...Object.keys(settings), ...Object.keys(own)])];
  return Object.fromEntries(names.map((key) => [key, { ...settings[key], ...own[key] }]));
}
