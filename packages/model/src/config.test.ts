import { ConfigError, parseConfig } from '@anodec/core';
import { expect, test } from 'vitest';
import { AutoencoderConfig } from './config.js';
import { createDetector } from './detectors/registry.js';
import { applyPreset, presets } from './presets.js';

test('lets settings beside a preset win over it', () => {
  const config = AutoencoderConfig.parse(applyPreset({ preset: 'compat', hiddenSize: 7 }));
  expect(config).toMatchObject({ hiddenSize: 7, embeddingSize: 128, linearOutput: false });
});

test.each(Object.keys(presets))(
  'the preset %s is a complete and valid set of settings',
  (preset) => {
    expect(AutoencoderConfig.parse(applyPreset({ preset })).windowSize).toBeGreaterThan(1);
  },
);

test('gives every setting a sentence for the help', () => {
  for (const [name, field] of Object.entries(AutoencoderConfig.shape)) {
    expect(`${name}: ${field.description}`).toMatch(/: [A-Z]/);
  }
});

test.each([
  [{ minEpochs: 5, maxEpochs: 2 }, 'minEpochs must not be larger than maxEpochs'],
  [{ decoder: 'autoregressive', linearOutput: false }, 'linearOutput must be on'],
  [{ fold: 'mean', stride: 30 }, 'or rows stay without score'],
  [{ hiddenSize: 0 }, 'hiddenSize: '],
  [{ cell: 'rnn' }, 'cell: '],
])('refuses %j', (settings, message) => {
  expect(() => parseConfig(AutoencoderConfig, settings)).toThrow(ConfigError);
  expect(() => parseConfig(AutoencoderConfig, settings)).toThrow(message);
});

test('refuses a preset there is not', () => {
  expect(() => createDetector('autoencoder', { preset: 'huge' })).toThrow(
    'Known are: quick, compat.',
  );
});
