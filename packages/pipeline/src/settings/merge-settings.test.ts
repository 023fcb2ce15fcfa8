/** Tests of settings over settings. */
import { expect, test } from 'vitest';
import { mergeSettings } from './merge-settings.js';
import { withPreset } from './presets.js';
import { parseTrainSettings } from './settings.js';

test('keeps a nested setting of the file beside another that a flag gives', () => {
  const file = {
    alarmPolicy: { pooling: { kind: 'topk', k: 5 }, smoothing: { kind: 'none' } },
    detector: { maxEpochs: 3 },
  };
  const flags = { alarmPolicy: { pooling: { k: 3 } } };
  expect(mergeSettings(file, flags)).toEqual({
    alarmPolicy: { pooling: { kind: 'topk', k: 3 }, smoothing: { kind: 'none' } },
    detector: { maxEpochs: 3 },
  });
  expect(file.alarmPolicy.pooling.k).toBe(5);
});

test('replaces lists whole and takes a new group as it is', () => {
  const merged = mergeSettings(
    { source: { normal: ['a', 'b'] } },
    { source: { normal: ['c'] }, x: {} },
  );
  expect(merged).toEqual({ source: { normal: ['c'] }, x: {} });
});

test('drops the options of a kind that a later layer replaces, named or meant by default', () => {
  const file = { alarmPolicy: { threshold: { kind: 'budget', budget: 2 }, assumedPeriod: '2min' } };
  const sigma = { alarmPolicy: { threshold: { kind: 'sigma', sigmas: 4 } } };
  expect(mergeSettings(file, sigma)).toEqual({
    alarmPolicy: { threshold: { kind: 'sigma', sigmas: 4 }, assumedPeriod: '2min' },
  });
  const unnamed = { alarmPolicy: { threshold: { budget: 2 } }, detector: { maxEpochs: 3 } };
  const merged = mergeSettings(unnamed, { ...sigma, detector: { kind: 'pca' } });
  expect(merged).toEqual({ ...sigma, detector: { kind: 'pca' } });
  expect(parseTrainSettings(merged).detector.kind).toBe('pca');
});

test('keeps the options where a later layer names the kind that was meant anyway', () => {
  const merged = mergeSettings(
    { detector: { maxEpochs: 3 }, alarmPolicy: { threshold: { budget: 2 } } },
    { detector: { kind: 'autoencoder' }, alarmPolicy: { threshold: { kind: 'budget' } } },
  );
  expect(merged).toEqual({
    detector: { kind: 'autoencoder', maxEpochs: 3 },
    alarmPolicy: { threshold: { kind: 'budget', budget: 2 } },
  });
});

test('takes the name of a variant for the variant', () => {
  const file = { preprocess: { scaler: { kind: 'quantile', quantiles: 50 } } };
  expect(mergeSettings(file, { preprocess: { scaler: 'robust' } })).toEqual({
    preprocess: { scaler: { kind: 'robust' } },
  });
  expect(
    mergeSettings(
      { preprocess: { scaler: 'quantile' } },
      { preprocess: { scaler: { quantiles: 9 } } },
    ),
  ).toEqual({ preprocess: { scaler: { kind: 'quantile', quantiles: 9 } } });
});

test('drops the settings that a preset has for another detector', () => {
  const given = { preset: { name: 'quick' }, detector: { kind: 'pca', explainedVariance: 0.8 } };
  expect(withPreset(given).detector).toEqual({ kind: 'pca', explainedVariance: 0.8 });
});

test('drops the options of a variant that is not chosen any more', () => {
  const file = {
    detector: { kind: 'autoencoder', windowSize: 20 },
    alarmPolicy: { pooling: { kind: 'topk', k: 5 } },
  };
  const flags = { detector: { kind: 'pca' }, alarmPolicy: { pooling: { kind: 'max' } } };
  expect(mergeSettings(file, flags)).toEqual(flags);
});
