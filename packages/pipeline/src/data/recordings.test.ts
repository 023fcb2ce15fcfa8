/** Tests of recordings read from a store and prepared for detectors. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelValues, createFrame, frameLength, type TimeSeriesFrame } from '@anodec/core';
import {
  countRows,
  discreteStates,
  expectedReadings,
  prepareFrame,
  prepareNormal,
  PreprocessConfig,
  type RecordingSet,
  splitNormal,
  toInterval,
} from '@anodec/preprocess';
import { updateStore } from '@anodec/tables';
import { describe, expect, test } from 'vitest';
import { createDetector } from '../detectors/registry.js';
import { scoreFrame } from '../detectors/score-frame.js';
import { readRecordings } from './recordings.js';

/** Rows 10 s apart whose single channel counts up from 0. */
function ramp(T: number) {
  return createFrame({
    values: Float32Array.from({ length: T }, (_, t) => t),
    channels: ['level'],
    timestamps: Float64Array.from({ length: T }, (_, t) => t * 10_000),
  });
}

const config = PreprocessConfig.parse({ validationSplit: 0.2, scaler: 'minmax', clip: 3 });

/** As if read from a store. */
function stored(frame: TimeSeriesFrame, settings: PreprocessConfig = config): RecordingSet {
  const states = settings.discrete === 'keep' ? new Map() : discreteStates(frame);
  return { frames: [frame], missing: { missing: 0, filled: 0, dropped: 0, inserted: 0 }, states };
}

test('learns the scaler on training rows alone and keeps a window less one row between the sides', () => {
  const { training, validation } = splitNormal([ramp(104)], config, 5);
  expect(countRows({ training, validation })).toEqual({ training: 80, validation: 20 });
  expect(validation[0].values[0]).toBe(84); // rows 80 to 83 belong to neither
  const { preprocessing } = prepareNormal(stored(ramp(104)), config, 5);
  expect(preprocessing.scaler.maps).toEqual([{ offset: 0, scale: 79 }]);
});

test('clips the inputs of detectors, not what the report shows', () => {
  const { preprocessing } = prepareNormal(stored(ramp(104)), config, 5);
  const far = createFrame({ ...ramp(2), values: Float32Array.of(79, 79 * 9) });
  const { raw, inputs } = prepareFrame(far, preprocessing);
  expect([...inputs.values]).toEqual([1, 3]);
  expect([...raw.values]).toEqual([79, 711]);
});

describe('channels of states', () => {
  /** A level that counts up beside a pump that is on in every fourth row. */
  const plant = createFrame({
    values: Float32Array.from({ length: 208 }, (_, i) =>
      i % 2 === 0 ? i / 2 : ((i - 1) / 2) % 4 === 3 ? 2 : 1,
    ),
    channels: ['level', 'pump'],
    timestamps: ramp(104).timestamps,
  });
  const learn = (discrete: PreprocessConfig['discrete']) => {
    const settings = { ...config, discrete };
    return prepareNormal(stored(plant, settings), settings, 5);
  };

  test('are left out everywhere when excluded', () => {
    const { training, preprocessing } = learn('exclude');
    expect(training[0].inputs.channels).toEqual(['level']);
    expect(prepareFrame(plant, preprocessing).raw.channels).toEqual(['level']);
  });

  test('are scaled 0 to 1 when scaled apart, whatever scales the others', () => {
    const settings = { ...config, scaler: { kind: 'standard' }, discrete: 'apart' } as const;
    const { training } = prepareNormal(stored(plant, settings), settings, 5);
    expect([...channelValues(training[0].inputs, 1).subarray(0, 4)]).toEqual([0, 0, 0, 1]);
  });

  test('have a column for each state, and scores and expected readings by channel', async () => {
    const { training, preprocessing } = learn('one-hot');
    const [{ raw, inputs }] = training;
    expect(raw.channels).toEqual(['level', 'pump']);
    expect(inputs.channels).toEqual(['level', 'pump=1', 'pump=2', 'pump=other']);
    expect([...inputs.values.subarray(12, 16)]).toEqual([Math.fround(3 / 79), 0, 1, 0]);
    const detector = await createDetector('norm').fit([inputs]);
    const recording = prepareFrame(plant, preprocessing);
    const scores = await scoreFrame(detector, recording, 'scaled', preprocessing, {});
    const own = await detector.score(recording.inputs);
    expect(scores.channels).toHaveLength(208);
    const [, one, two, other] = own.channels?.subarray(12, 16) ?? [];
    expect(scores.channels?.[7]).toBeCloseTo(one + two + other, 6);
    expect(expectedReadings(preprocessing, recording.inputs.values, recording.inputs)[7]).toBe(2);
  });
});

test('channels of states show states in every recording, all of which are known', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-recordings-'));
  const path = join(folder, 'store.h5');
  /** A pump in one of two states, a mode, and a flow that stands still in the first recording. */
  const recording = (states: readonly [number, number], flow: (t: number) => number) =>
    createFrame({
      values: Float32Array.from({ length: 300 }, (_, i) => {
        const t = Math.floor(i / 3);
        return [states[t % 2], 7, flow(t)][i % 3];
      }),
      channels: ['pump', 'mode', 'flow'],
      timestamps: ramp(100).timestamps,
    });
  await updateStore(path, (draft) => {
    draft.writeFrame(
      'df_norm',
      recording([2, 1], () => 4),
    );
    draft.writeFrame(
      'df_norm_2',
      recording([0, 2], (t) => 4 + Math.sin(t)),
    );
  });
  const { states } = await readRecordings(path, 'df_norm', { ...config, discrete: 'one-hot' });
  expect([...states]).toEqual([
    ['pump', [0, 1, 2]],
    ['mode', [7]],
  ]);
  await rm(folder, { recursive: true });
});

test('counts missing readings and what became of them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-recordings-'));
  const path = join(folder, 'store.h5');
  const values = ramp(30).values.map((value) => (value % 10 === 4 ? NaN : value));
  await updateStore(path, (draft) => draft.writeFrame('df_norm', { ...ramp(30), values }));
  const read = (kind: string) =>
    readRecordings(path, 'df_norm', PreprocessConfig.parse({ ...config, missing: kind }));
  const masked = await read('mask');
  expect(masked.missing).toEqual({ missing: 3, filled: 0, dropped: 0, inserted: 0 });
  expect(masked.frames[0].values[4]).toBeNaN();
  expect((await read('linear')).missing).toEqual({
    missing: 3,
    filled: 3,
    dropped: 0,
    inserted: 0,
  });
  expect((await read('drop')).missing).toEqual({ missing: 3, filled: 0, dropped: 3, inserted: 0 });
  await expect(read('refuse')).rejects.toThrow('level must have no gaps');
  await rm(folder, { recursive: true });
});

test('averages fine rows and leaves rows alone that are coarser or have no times', () => {
  expect([...toInterval(ramp(6), { sampleFreq: '30s', aggregate: [] }).frame.values]).toEqual([
    1, 4,
  ]);
  expect(frameLength(toInterval(ramp(6), { sampleFreq: '5s', aggregate: [] }).frame)).toBe(6);
  const numbered = createFrame({ values: Float32Array.of(1, 2), channels: ['a'] });
  expect(toInterval(numbered, { sampleFreq: '30s', aggregate: [] }).frame).toBe(numbered);
});
