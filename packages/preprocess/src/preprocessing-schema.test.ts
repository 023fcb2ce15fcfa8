/** Tests of reading a fitted preprocessing. */
import { createFrame, DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { collectRecordings } from './collect.js';
import { PreprocessConfig } from './config.js';
import { prepareNormal } from './normal-split.js';
import { prepareFrame } from './preprocessing.js';
import { parsePreprocessing } from './preprocessing-schema.js';
import { preprocessRecording } from './stream.js';

/** What runs of earlier versions hold as scaler.json. */
const stored = {
  channels: ['level', 'pump'],
  oneHot: {
    channels: ['level', 'pump'],
    columns: [
      { name: 'level', channel: 0 },
      { name: 'pump=1', channel: 1, state: 1 },
      { name: 'pump=2', channel: 1, state: 2 },
      { name: 'pump=other', channel: 1, state: 'other' },
    ],
  },
  scaler: {
    kind: 'quantile',
    channels: ['level', 'pump=1', 'pump=2', 'pump=other'],
    maps: [
      { quantiles: [0, 1, 2] },
      { offset: 0, scale: 1 },
      { offset: 0, scale: 1 },
      { offset: 0, scale: 1 },
    ],
    clip: 10,
  },
  recentring: {
    horizon: 720,
    channels: [
      { channel: 'level', level: { low: -1, high: 1 }, readings: { low: -2, high: 2 }, middle: 0 },
    ],
  },
};

test('reads what earlier versions wrote, and prepares rows with it', () => {
  const preprocessing = parsePreprocessing(stored, 'scaler.json');
  expect(preprocessing).toEqual(stored);
  const frame = createFrame({ values: Float32Array.of(1, 2, NaN, 3), channels: stored.channels });
  const { inputs } = prepareFrame(frame, preprocessing);
  // the middle of three quantiles is the median, deviate 0
  expect([...inputs.values]).toEqual([0, 0, 1, 0, NaN, 0, 0, 1]);
  expect(preprocessRecording(preprocessing, frame).inputs).toEqual(inputs);
});

test('reads a file with the channels and the scaler alone', () => {
  const { channels } = stored;
  const maps = [
    { offset: 3, scale: 2 },
    { offset: 1, scale: 1 },
  ];
  const least = { channels, scaler: { kind: 'standard', channels, maps } };
  expect(parsePreprocessing(least, 'scaler.json')).toEqual(least);
});

test('reads back what was fitted, to the last number', () => {
  const config = PreprocessConfig.parse({ scaler: 'robust', missing: { kind: 'linear', hold: 5 } });
  const frame = createFrame({
    values: Float32Array.from({ length: 9000 }, (_, t) => Math.sin(t)),
    channels: ['a'],
    timestamps: Float64Array.from({ length: 9000 }, (_, t) => 1000 * t),
  });
  const set = collectRecordings([frame], { ...config, recentre: '10min' }, () => 'n.csv');
  const { preprocessing } = prepareNormal(set, { ...config, recentre: '10min' }, 10);
  expect(preprocessing).toMatchObject({
    period: 1000,
    recentring: { horizon: 720 },
    rows: { missing: { kind: 'linear', hold: 5 } },
  });
  expect(parsePreprocessing(JSON.parse(JSON.stringify(preprocessing)), 'scaler.json')).toEqual(
    preprocessing,
  );
});

test.each([
  ['text', 'Invalid input: expected object, received string'],
  [{ ...stored, scaler: undefined }, 'scaler: Invalid input: expected object, received undefined'],
  [{ ...stored, colour: 1 }, 'Unrecognized key: "colour"'],
  [
    { ...stored, scaler: { ...stored.scaler, kind: 'log' } },
    'scaler.kind: must be one of standard',
  ],
  [
    { ...stored, scaler: { ...stored.scaler, kind: 'standard' } },
    'scaler.maps.0: must be a map of',
  ],
  [{ ...stored, scaler: { ...stored.scaler, maps: [] } }, 'scaler.maps: must be 4, one for each'],
  [{ ...stored, channels: ['pump', 'level'] }, 'oneHot.channels: must be pump, level'],
  [{ ...stored, oneHot: undefined }, 'scaler.channels: must be level, pump'],
  [{ ...stored, period: -1 }, 'period: Too small'],
])('refuses file %# with the key of the fault', (json, message) => {
  const parse = () => parsePreprocessing(json, 'version_3/scaler.json');
  expect(parse).toThrow(DataError);
  expect(parse).toThrow('version_3/scaler.json must hold a fitted preprocessing, got ');
  expect(parse).toThrow(message);
});
