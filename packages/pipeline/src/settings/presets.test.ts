/** Tests of presets: what is given beside one overrides it. */
import { expect, test } from 'vitest';
import { withPreset } from './presets.js';
import { parseTrainSettings } from './settings.js';

const settings = (given: Parameters<typeof withPreset>[0]) => parseTrainSettings(withPreset(given));

test('overrides one option of a variant and keeps the others', () => {
  const { alarmPolicy, detector } = settings({
    detector: { preset: 'compat', windowSize: 50 },
    alarmPolicy: { threshold: { value: 2 } },
  });
  expect(alarmPolicy.threshold).toEqual({ kind: 'fixed', value: 2 });
  expect(detector).toMatchObject({ windowSize: 50, stride: 100 });
});

test('chooses another variant without the options of the one in the preset', () => {
  const { alarmPolicy, detector } = settings({
    preset: { name: 'compat' },
    detector: { kind: 'pca' },
    alarmPolicy: { threshold: { kind: 'max' } },
  });
  expect(alarmPolicy.threshold).toEqual({ kind: 'max', margin: 1.5 });
  expect(detector).toEqual({ kind: 'pca', explainedVariance: 0.9, scoreError: 'squared' });
});

test('lets the share of training windows follow validationSplit in compat alone', () => {
  const shareOf = (given: Parameters<typeof withPreset>[0]) =>
    settings(given).detector.sampledTrainShare;
  const preprocess = { validationSplit: 0.2 };
  expect(shareOf({ preset: { name: 'compat' } })).toBe(0.05);
  expect(shareOf({ preset: { name: 'compat' }, preprocess })).toBe(0.2);
  const detector = { sampledTrainShare: 0.1 };
  expect(shareOf({ preset: { name: 'compat' }, preprocess, detector })).toBe(0.1);
  expect(shareOf({ preset: { name: 'quick' }, preprocess })).toBe(0);
});

test('has a default preset of a network on the linear path over ranges, without recentring', () => {
  const { alarmPolicy, detector, preprocess } = settings({ preset: { name: 'default' } });
  expect(detector).toMatchObject({ kind: 'autoencoder', linearPath: true });
  expect(preprocess).toMatchObject({ scaler: { kind: 'minmax' }, clip: 3, recentre: 'none' });
  expect(alarmPolicy).toMatchObject({
    normalisation: { kind: 'mean', rows: 'all' },
    drift: { kind: 'follow', power: 0.6 },
    pooling: { kind: 'mean' },
    smoothing: { kind: 'scales' },
    threshold: { kind: 'quantile', quantile: 0.9, margin: 6, overshoot: 0.4, returnPeriod: 1000 },
  });
});

test('names the presets there are', () => {
  expect(() => withPreset({ preset: { name: 'slow' } })).toThrow(
    'Known are: default, quick, compat.',
  );
});
