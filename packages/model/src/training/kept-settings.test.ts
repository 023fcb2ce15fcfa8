/** Tests of the settings that a resumed fit keeps. */
import { expect, test } from 'vitest';
import { AutoencoderConfig } from '../config.js';
import { checkKeptSettings } from './kept-settings.js';
import type { Checkpoint } from './training-state.js';

const config = { ...AutoencoderConfig.parse({ optimizer: 'adam', hiddenSize: 24 }) };
const checkpoint: Checkpoint = {
  detector: { detector: 'autoencoder', config, channels: ['LIT101'], arrays: {} },
  training: {
    step: 0,
    reports: [],
    model: { arrays: {}, counters: {} },
    best: undefined,
    callbacks: {},
  },
};

test.each([
  [{ optimizer: 'sgd' }, 'optimizer must stay adam in a training that is resumed, got sgd'],
  [{ hiddenSize: 25 }, 'hiddenSize must stay 24 in a training that is resumed, got 25'],
  [{ averageWeights: 'ema' }, 'averageWeights must stay none in a training that is resumed'],
])('refuses %o', (changed, message) => {
  expect(() => checkKeptSettings(checkpoint, { ...config, ...changed })).toThrow(message);
});

test('lets limits, rates and schedules change', () => {
  const changed = {
    ...config,
    maxEpochs: 99,
    learningRate: 1e-4,
    schedule: 'cosine',
    dropout: 0.1,
  };
  expect(() => checkKeptSettings(checkpoint, changed)).not.toThrow();
});
