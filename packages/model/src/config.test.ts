/** Tests of settings and presets. */
import { ConfigError, parseConfig } from '@anodec/core';
import { expect, test } from 'vitest';
import { AutoencoderConfig } from './config.js';
import { autoencoder } from './detectors/autoencoder.js';
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

test('writes no default into the help, which shows it beside', () => {
  for (const field of Object.values(AutoencoderConfig.shape)) {
    expect(field.description).not.toMatch(/default|left out|told|nobody/);
  }
});

test.each([
  [{ minEpochs: 5, maxEpochs: 2 }, 'minEpochs must not be larger than maxEpochs'],
  [{ decoder: 'autoregressive', linearOutput: false }, 'linearOutput must be on'],
  [{ fold: 'mean', stride: 30 }, 'or rows have no score'],
  [{ fold: 'min', stride: 30 }, 'or rows have no score'],
  [{ keepEpoch: 'last' }, 'earlyStoppingPatience must be 0'],
  [{ sampledTrainShare: 0.5, sampleSize: 0 }, 'needs a sampleSize of at least 2'],
  [{ hiddenSize: 0 }, 'hiddenSize must be at least 1, got 0'],
  [{ cell: 'rnn' }, 'cell: '],
  [
    { maxEpochs: -1 },
    'maxEpochs must be at least 1, a large number with earlyStoppingPatience where no limit is meant, got -1',
  ],
  [{ maxEpochs: 0 }, 'maxEpochs must be at least 1, got 0'],
  [{ maxSteps: 0 }, 'maxSteps must be at least 1, or -1 for no limit, got 0'],
])('refuses %j', (settings, message) => {
  expect(() => parseConfig(AutoencoderConfig, settings)).toThrow(ConfigError);
  expect(() => parseConfig(AutoencoderConfig, settings)).toThrow(message);
});

test('takes -1 steps for no limit', () => {
  expect(parseConfig(AutoencoderConfig, { maxSteps: -1 }).maxSteps).toBeUndefined();
});

test('refuses an unknown preset', () => {
  expect(() => autoencoder.create({ preset: 'huge' })).toThrow(
    'Known are: default, quick, compat.',
  );
});

test('says why a training cannot be anything but deterministic', () => {
  expect(() => parseConfig(AutoencoderConfig, { deterministic: false })).toThrow(
    'deterministic must be true: the same seed always gives the same weights, got false',
  );
});
