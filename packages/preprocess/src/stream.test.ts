/** The law of preprocessing: whole and row by row give the same, to the bit, wherever rows are cut. */
import {
  createFrame,
  createRandom,
  DataError,
  frameLength,
  framePeriod,
  type Random,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import { array, assert, constantFrom, integer, nat, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aggregates } from './aggregates.js';
import { collectRecordings } from './collect.js';
import { PreprocessConfig } from './config.js';
import { missingRules } from './missing/index.js';
import { prepareNormal } from './normal-split.js';
import { prepareFrame, prepareTraining, startInputs } from './preprocessing.js';
import type { Preprocessing } from './preprocessing-schema.js';
import { applyRecentring, blockRows, fitRecentring, startRecentring } from './recentre.js';
import { resampleFrame, startResampling } from './resample.js';
import { copyRows, joinRows, type Rows, type RowStream, runStream } from './rows.js';
import { scalers } from './scaler/index.js';
import {
  type PreprocessedRows,
  type PreprocessingStream,
  preprocessRecording,
  startPreprocessing,
} from './stream.js';

const channels = ['flow', 'pump', 'level', 'mode'];

/** A row a second with drift, states, missing readings, skipped rows and gaps. */
function recording(random: Random, rows: number, missing: number): TimeSeriesFrame {
  let [time, level] = [1e12, 0];
  const timestamps = Float64Array.from({ length: rows }, () => {
    const draw = random.uniform();
    time += draw < 0.01 ? 60_000 : 1000 * (draw < 0.1 ? 2 + Math.floor(draw * 40) : 1);
    return time;
  });
  const values = Float32Array.from({ length: rows * 4 }, (_, i) => {
    if (random.uniform() < missing) return NaN;
    const t = Math.floor(i / 4);
    level += (random.uniform() - 0.45) / 40;
    return [random.normal(), t % 30 < 20 ? 1 : 2, level + random.normal(), t % 200 < 100 ? 3 : 7][
      i % 4
    ];
  });
  return createFrame({ values, channels, timestamps });
}

/** Settings of every rule that accepts missing readings, without and with its options. */
const rules = missingRules.kinds().flatMap((kind) => {
  if (kind === 'refuse') return [];
  const takesHold = kind === 'forward-fill' || kind === 'linear';
  return takesHold ? [{ kind }, { kind, hold: 3 }, { kind, hold: '2s' }] : [{ kind }];
});

/** A preprocessing that was fitted with these settings, re-centring over a few rows. */
function fit(settings: object, horizon: number): Preprocessing {
  const config = PreprocessConfig.parse({ ...settings, recentre: 'none' });
  const normal = recording(createRandom(5), 900, 0);
  const set = collectRecordings([normal], config, () => 'n.csv');
  const { preprocessing } = prepareNormal(set, config, 1);
  if (horizon === 0) return preprocessing;
  const { clip, ...scaler } = preprocessing.scaler;
  const { inputs } = prepareTraining({ ...preprocessing, scaler }, set.frames[0]);
  const recentring = fitRecentring([inputs], horizon, inputs.channels.slice(0, 1));
  expect(clip).toBe(10);
  return { ...preprocessing, recentring };
}

/** Pieces of a frame, cut at these shares of its rows. */
function cut(frame: TimeSeriesFrame, shares: readonly number[]): TimeSeriesFrame[] {
  const T = frameLength(frame);
  const ends = [...shares.map((share) => share % (T + 1)), T].sort((a, b) => a - b);
  return ends.map((end, i) => sliceFrame(frame, { start: ends[i - 1] ?? 0, end }));
}

function runPieces(stream: RowStream, pieces: readonly Rows[]): Rows {
  const parts = pieces.map((piece) => {
    const reused = copyRows(piece);
    const rows = copyRows(stream.push(reused));
    reused.values.fill(0);
    reused.labels?.fill(7);
    return rows;
  });
  return joinRows([...parts, stream.finish()]);
}

/** Pushes rows in arrays that are overwritten afterwards. */
function pushOnce(stream: PreprocessingStream, piece: TimeSeriesFrame): PreprocessedRows {
  const [timestamps, values] = [piece.timestamps.slice(), piece.values.slice()];
  const rows = stream.push(timestamps, values);
  timestamps.fill(0);
  values.fill(0);
  return rows;
}

const joined = (parts: readonly PreprocessedRows[]) => ({
  timestamps: parts.flatMap(({ timestamps }) => [...timestamps]),
  raw: parts.flatMap(({ raw }) => [...raw]),
  inputs: parts.flatMap(({ inputs }) => [...inputs]),
});

const cases = record({
  seed: nat(),
  rows: integer({ min: 20, max: 300 }),
  missing: constantFrom(0, 0.05, 0.4),
  cuts: array(nat(), { maxLength: 12 }),
});

describe.each(scalers.kinds())('with scaler %s', (scaler) => {
  test.each(rules)('and missing %j gives the same whole and in pieces', (missing) => {
    const settings = record({
      discrete: constantFrom('keep', 'apart', 'one-hot', 'exclude'),
      sampleFreq: constantFrom('none', '5s'),
      gapTolerance:
        missing.kind === 'drop' ? constantFrom(0) : constantFrom<number | string>(0, 2, '3s'),
    });
    assert(
      property(cases, settings, constantFrom(0, 40, 240), (one, chosen, horizon) => {
        const preprocessing = fit({ ...chosen, scaler, missing }, horizon);
        const frame = recording(createRandom(one.seed), one.rows, one.missing);
        const start = () =>
          startPreprocessing(preprocessing, { ...frame, period: framePeriod(frame) });
        const stream = start();
        const parts = cut(frame, one.cuts).map((piece) => pushOnce(stream, piece));
        const known = joined(parts).timestamps.length;
        parts.push(stream.finish());
        const whole = preprocessRecording(preprocessing, frame);
        expect(joined(parts)).toEqual({
          timestamps: [...whole.raw.timestamps],
          raw: [...whole.raw.values],
          inputs: [...whole.inputs.values],
        });
        expect(stream.drifts()).toEqual(whole.drifts);
        // rows that were given before the end do not depend on rows after it
        const begun = start();
        const rows = begun.push(frame.timestamps, frame.values);
        expect(rows.timestamps).toHaveLength(known);
        const longer = createFrame({
          ...frame,
          timestamps: Float64Array.from([
            ...frame.timestamps,
            frame.timestamps[one.rows - 1] + 1000,
          ]),
          values: Float32Array.from([...frame.values, 9, 9, 9, 9]),
        });
        const after = preprocessRecording(preprocessing, longer);
        expect(after.inputs.values.subarray(0, rows.inputs.length)).toEqual(rows.inputs);
      }),
      { seed: 42, numRuns: 12 },
    );
  });
});

test.each(Object.keys(aggregates) as (keyof typeof aggregates)[])(
  'aggregates by %s the same whole and in pieces',
  (usual) => {
    assert(
      property(cases, integer({ min: 500, max: 20_000 }), (one, period) => {
        const frame = recording(createRandom(one.seed), one.rows, one.missing);
        const labels = Uint8Array.from({ length: one.rows }, (_, t) => [0, 0, 1, 255][t % 4]);
        const labelled = createFrame({ ...frame, labels });
        const aggregation = { usual, channels: { level: 'last' } } as const;
        const { timestamps, values, labels: whole } = resampleFrame(labelled, period, aggregation);
        const stream = startResampling(labelled, period, aggregation);
        const pieces = runPieces(stream, cut(labelled, one.cuts));
        expect(pieces).toEqual({ timestamps, values, labels: whole });
      }),
      { seed: 42, numRuns: 40 },
    );
  },
);

test('labels a bin as attack if one of its rows is, else as unknown if one of them is', () => {
  const frame = createFrame({
    values: new Float32Array(6),
    channels: ['a'],
    timestamps: Float64Array.of(0, 1, 2, 3, 4, 5),
    clock: 'elapsed',
    labels: Uint8Array.of(255, 1, 0, 255, 0, 0),
  });
  expect([...(resampleFrame(frame, 2).labels ?? [])]).toEqual([1, 255, 0]);
});

test('holds rows back for a line no longer than its docstring says', () => {
  const rule = missingRules.get('linear');
  const parts = { channels: ['a', 'b'], clock: 'rows', period: 1, what: 'a test' } as const;
  const stream = rule.start({ kind: 'linear', hold: 2 }, parts);
  const given = [
    [1, 1], // complete
    [NaN, 2], // held for a
    [NaN, NaN], // held for a and b
    [4, 3], // a and b have their next readings: all is given
    [NaN, 4], // held for a
    [NaN, 5], // held for a
    [NaN, 6], // more than 2 rows after the last reading of a: all is given
    [NaN, 7], // a has no reading to draw a line from
  ].map((row, t) =>
    stream.push({ timestamps: Float64Array.of(t), values: Float32Array.from(row) }),
  );
  expect(given.map(({ timestamps }) => [...timestamps])).toEqual([
    [0],
    [],
    [],
    [1, 2, 3],
    [],
    [],
    [4, 5, 6],
    [7],
  ]);
  expect([...given[3].values]).toEqual([2, 2, 3, 2.5, 4, 3]);
  expect([...given[6].values]).toEqual([NaN, 4, NaN, 5, NaN, 6]);
  expect(
    runStream(
      rule.start({ kind: 'linear' }, parts),
      createFrame({ values: new Float32Array(0), channels: ['a', 'b'] }),
    ).values,
  ).toHaveLength(0);
});

test('re-centres alike one horizon after recordings begin a whole number of blocks apart', () => {
  assert(
    property(
      nat(),
      integer({ min: 1, max: 400 }),
      integer({ min: 1, max: 20 }),
      (seed, horizon, blocks) => {
        const whole = recording(createRandom(seed), 1500, 0);
        const recentring = fitRecentring([sliceFrame(whole, { start: 0, end: 300 })], horizon, [
          'level',
        ]);
        const size = blockRows(horizon);
        const start = blocks * size;
        const later = sliceFrame(whole, { start, end: 1500 });
        const settled = Math.round(horizon / size) * size;
        const { values } = applyRecentring(recentring, later).frame;
        expect(values.subarray(settled * 4)).toEqual(
          applyRecentring(recentring, whole).frame.values.subarray((start + settled) * 4),
        );
      },
    ),
    { seed: 3, numRuns: 40 },
  );
});

test('refuses a stream without a channel, with coarser rows, or going back in time', () => {
  const preprocessing = fit({}, 0);
  const parts = { channels, clock: 'utc', period: 1000 } as const;
  expect(() => startPreprocessing(preprocessing, { ...parts, channels: ['flow'] })).toThrow(
    'The stream must have the channel pump, got flow.',
  );
  expect(() => startPreprocessing(preprocessing, { ...parts, period: 60_000 })).toThrow(
    'The rows of the stream must be at most 1 s apart',
  );
  const stream = startPreprocessing(preprocessing, parts);
  stream.push(Float64Array.of(1000), new Float32Array(4));
  const back = () => stream.push(Float64Array.of(1000), new Float32Array(4));
  expect(back).toThrow(DataError);
  expect(back).toThrow('Time must increase from push to push, got 1000 after 1000.');
});

test('takes channels in any order, and others besides', () => {
  const preprocessing = fit({ aggregate: ['mean', 'pump=last'], discrete: 'exclude' }, 0);
  expect(preprocessing.channels).toEqual(['flow', 'level']);
  const stream = startPreprocessing(preprocessing, {
    channels: ['level', 'colour', 'flow'],
    clock: 'utc',
    period: 1000,
  });
  expect([...stream.push(Float64Array.of(0), Float32Array.of(1, 2, 3)).raw]).toEqual([3, 1]);
});

test('re-centring gives what it moved so far', () => {
  const usual = {
    channel: 'a',
    level: { low: 0, high: 1 },
    readings: { low: 0, high: 1 },
    middle: 0.5,
  };
  const stream = startRecentring({ horizon: 1, channels: [usual] }, ['a']);
  const push = (time: number, reading: number) =>
    stream.push({ timestamps: Float64Array.of(time), values: Float32Array.of(reading) }).values[0];
  expect([push(0, 4), push(1, 4), push(2, 6)]).toEqual([4, 1, 3]);
  expect(stream.drifts()).toEqual([{ channel: 'a', start: 1, end: 2, rows: 2, largest: 3 }]);
});

test('prepares a long recording block by block as all at once, drifts included', () => {
  const preprocessing = fit({ discrete: 'one-hot' }, 40);
  const usual = recording(createRandom(8), 5000, 0.01);
  const drifted = usual.values.map((value, i) => (i % 4 === 0 && i > 8000 ? value + 9 : value));
  const frame = createFrame({ ...usual, values: drifted });
  const { raw, inputs, drifts } = prepareFrame(frame, preprocessing);
  const atOnce = startInputs(preprocessing);
  expect(inputs.values).toEqual(atOnce.push(raw).values);
  expect(drifts).toEqual(atOnce.drifts());
  expect(drifts).toHaveLength(1);
});
