/** Tests of the window length `auto`. */
import { createFrame } from '@anodec/core';
import { collectRecordings } from '@anodec/preprocess';
import { expect, test } from 'vitest';
import { recordFrame } from '../data/recorded-frame.js';
import type { StoredRecordings } from '../data/recordings.js';
import { createDetector, ownSettings } from '../detectors/registry.js';
import { parseTrainSettings } from '../settings/settings.js';
import { withWindowSize } from './window-from-period.js';

test('becomes the period of the training rows, without those of validation', () => {
  const settings = parseTrainSettings({
    paths: { dataset: 'waves' },
    detector: { windowSize: 'auto' },
  });
  // the period changes where validation begins, at the last 30 % of the rows
  const recordings = recordingsOf((t) => Math.sin((2 * Math.PI * t) / (t < 700 ? 21 : 34)));
  const { detector } = withWindowSize(settings, recordings);
  expect(detector).toEqual({ ...settings.detector, windowSize: 21 });
  expect(createDetector('autoencoder', ownSettings(detector))).toBeDefined();
});

test('leaves a number of rows as it is, and refuses rows without a period', () => {
  const fixed = parseTrainSettings({ paths: { dataset: 'waves' }, detector: { windowSize: 9 } });
  expect(
    withWindowSize(
      fixed,
      recordingsOf((t) => t),
    ),
  ).toBe(fixed);
  const auto = parseTrainSettings({
    paths: { dataset: 'waves' },
    detector: { windowSize: 'auto' },
  });
  expect(() =>
    withWindowSize(
      auto,
      recordingsOf((t) => t),
    ),
  ).toThrow('Give windowSize a number.');
});

test('is a choice of detectors with one window length alone', () => {
  const several = { kind: 'multi-window', windowSizes: [5, 8] };
  const settings = parseTrainSettings({ paths: { dataset: 'waves' }, detector: several });
  expect(settings.detector).toMatchObject(several);
  expect(() => parseTrainSettings({ detector: { windowSize: 'long' } })).toThrow('windowSize');
});

function recordingsOf(valueAt: (t: number) => number): StoredRecordings {
  const values = Float32Array.from({ length: 1000 }, (_, t) => valueAt(t));
  const frame = createFrame({ values, channels: ['a'] });
  const { preprocess } = parseTrainSettings({ paths: { dataset: 'waves' } });
  const set = collectRecordings([frame], preprocess, () => 'waves', { normal: true });
  const place = { store: 'waves.store', key: 'normal', source: 'waves.csv' };
  return { ...set, recorded: [recordFrame(place, frame)] };
}
