/** Named sets of settings. What the user sets beside the name wins. */
import { ConfigError, lookup } from '@anodec/core';

/** To add a preset: one entry here. */
export const presets: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  /** Small enough for a laptop and a few minutes. */
  small: { windowSize: 20, hiddenSize: 32, embeddingSize: 16, numLayers: 1 },
  /** The original to the layer: its sizes, its bounded output, its loss. */
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
