/** Tests of recordings whose channels are kept less an offset, on their way to detectors and back. */
import {
  createFrame,
  DataError,
  frameLength,
  readingsOf,
  sliceFrame,
  type TimeSeriesFrame,
  withOffsets,
} from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { collectRecordings } from './collect.js';
import { PreprocessConfig } from './config.js';
import { discreteStates } from './discrete-states.js';
import { prepareNormal } from './normal-split.js';
import { encodeOneHot, createOneHot } from './one-hot.js';
import { expectedReadings, prepareFrame } from './preprocessing.js';
import { parsePreprocessing } from './preprocessing-schema.js';
import { preprocessRecording, startPreprocessing } from './stream.js';

const FIRST = 123_456_789;

/** Rows 1 s apart: a counter of the energy that rises by one, and a level. */
function recording(rows: number, scale = 1): TimeSeriesFrame {
  return createFrame({
    values: Float32Array.from({ length: 2 * rows }, (_, i) =>
      i % 2 === 0 ? (i / 2) * scale : Math.sin(i),
    ),
    channels: ['energy', 'level'],
    offsets: Float64Array.of(FIRST, 0),
    timestamps: Float64Array.from({ length: rows }, (_, t) => 1e12 + t * 1000),
  });
}

const config = PreprocessConfig.parse({ scaler: { kind: 'minmax' }, validationSplit: 0.5 });

function fit(frame: TimeSeriesFrame, settings = config) {
  const set = collectRecordings([frame], settings, () => 'n.csv');
  return prepareNormal(set, settings, 1);
}

describe('a counter that is kept less an offset', () => {
  const whole = recording(600);
  const { preprocessing, training } = fit(whole);

  test('has as many scaled values as readings, and no offset any more', () => {
    const { inputs } = prepareFrame(whole, preprocessing);
    const scaled = inputs.values.filter((_, i) => i % 2 === 0);
    expect(new Set(scaled).size).toBe(600);
    // training is the first 300 rows, 0 to 299
    expect([scaled[0], scaled[299], scaled[598]]).toEqual([0, 1, 2]);
    expect('offsets' in inputs).toBe(false);
    expect('offsets' in training[0].inputs).toBe(false);
  });

  test('gives its offset to the preprocessing, which a file keeps', () => {
    expect(preprocessing.offsets).toEqual([FIRST, 0]);
    const back = parsePreprocessing(JSON.parse(JSON.stringify(preprocessing)), 'a.json');
    expect(back).toEqual(preprocessing);
    const wrong = () => parsePreprocessing({ ...preprocessing, offsets: [1] }, 'a.json');
    expect(wrong).toThrow(DataError);
    expect(wrong).toThrow('offsets: must be 2, one for each channel, got 1');
  });

  test('is scaled alike to the bit less any whole number', () => {
    for (const offset of [FIRST + 300, FIRST - 17, FIRST - 1_000_000]) {
      const moved = withOffsets(whole, Float64Array.of(offset, 5));
      expect(moved.values).not.toEqual(whole.values);
      const { inputs, raw } = prepareFrame(moved, preprocessing);
      expect(inputs.values.filter((_, i) => i % 2 === 0)).toEqual(
        prepareFrame(whole, preprocessing).inputs.values.filter((_, i) => i % 2 === 0),
      );
      expect(raw.offsets).toEqual(Float64Array.of(FIRST, 0));
    }
  });

  test('is scaled alike to 1e-6 less any other number', () => {
    const tenths = recording(600, 0.1);
    const fitted = fit(tenths).preprocessing;
    const expected = prepareFrame(tenths, fitted).inputs.values;
    const moved = withOffsets(tenths, Float64Array.of(FIRST + 3.7, 0.3));
    for (const [i, value] of prepareFrame(moved, fitted).inputs.values.entries()) {
      expect(Math.abs(value - expected[i])).toBeLessThan(1e-6); // float32 is 6e-8 apart at 1
    }
  });

  test('without an offset is what float32 has kept of it', () => {
    const plain = withOffsets(whole);
    const { inputs } = prepareFrame(plain, preprocessing);
    // float32 is 8 apart at 123,456,789: 600 readings become 76
    expect(new Set(inputs.values.filter((_, i) => i % 2 === 0)).size).toBe(76);
  });

  test('is expected less its offset', () => {
    const { inputs, raw } = prepareFrame(whole, preprocessing);
    const values = expectedReadings(preprocessing, inputs.values, inputs);
    const readings = readingsOf({ ...raw, values }, 0);
    for (const [t, reading] of readings.entries()) {
      expect(Math.abs(reading - FIRST - t)).toBeLessThan(1e-4); // float32 is 6e-5 apart at 600
    }
  });

  test('streams as float64 readings, or as values less another offset, to the same bits', () => {
    const expected = preprocessRecording(preprocessing, whole);
    const later = withOffsets(whole, Float64Array.of(FIRST + 90, 0));
    const readings = new Float64Array(2 * frameLength(whole));
    for (let c = 0; c < 2; c++) {
      for (const [t, reading] of readingsOf(whole, c).entries()) readings[2 * t + c] = reading;
    }
    const parts = { channels: whole.channels, clock: whole.clock, period: 1000 };
    for (const [values, offsets] of [
      [readings, undefined],
      [later.values, later.offsets],
    ] as const) {
      const stream = startPreprocessing(preprocessing, { ...parts, ...(offsets && { offsets }) });
      const { raw, inputs } = stream.push(whole.timestamps, values);
      expect(raw).toEqual(expected.raw.values);
      expect(inputs).toEqual(expected.inputs.values);
    }
  });

  test('is learned from several recordings with offsets of their own', () => {
    const [first, second] = [0, 300].map((start) => sliceFrame(whole, { start, end: start + 300 }));
    const moved = withOffsets(second, Float64Array.of(FIRST + 300, 0));
    const settings = { ...config, validationSplit: 0.01 };
    const maps = [second, moved].map((other) => {
      const set = collectRecordings([first, other], settings, () => 'n.csv');
      return prepareNormal(set, settings, 1).preprocessing.scaler.maps;
    });
    expect(maps[1]).toEqual(maps[0]);
  });
});

test('finds states by readings, and gives them as values', () => {
  const values = Float32Array.from({ length: 60 }, (_, t) => t % 3);
  const parts = { values, channels: ['a'] };
  expect([...discreteStates(createFrame(parts))]).toEqual([['a', [0, 1, 2]]]);
  // three whole numbers in a row far from 0 are a movement, two are states
  const far = createFrame({ ...parts, offsets: Float64Array.of(FIRST) });
  expect([...discreteStates(far)]).toEqual([]);
  const two = createFrame({ ...far, values: values.map((value) => value % 2) });
  expect([...discreteStates(two)]).toEqual([['a', [0, 1]]]);
  const encoding = createOneHot(two.channels, discreteStates(two));
  expect('offsets' in encodeOneHot(encoding, two)).toBe(false);
});
