/** The law of live scoring: in whatever pieces rows come, the numbers are those of the batch, to the bit. */
import { frameLength, sliceFrame, type TimeSeriesFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { type LiveModel, type LiveScorer, type ScoredRows, startScoring } from './live-scorer.js';
import { fitModel, type ModelSettings, plant, scoreWhole } from './plant.fixture.js';

const SECOND = 1000;
const network = {
  maxEpochs: 1,
  sampleSize: 64,
  hiddenSize: 4,
  embeddingSize: 2,
  scoreBatchSize: 16,
  backend: 'cpu',
};
const TINY = { ...network, kind: 'autoencoder', windowSize: 6 };
/** Every stage of the alarm policy that remembers rows. */
const WHOLE_POLICY = {
  normalisation: { kind: 'gaussian-dynamic', over: 50 },
  drift: { kind: 'follow', horizon: 60, leastRows: 30 },
  smoothing: { kind: 'ewma', over: 4 },
  threshold: { kind: 'dspot', depth: 20, risk: 0.01 },
  alarms: { mergeGap: '5s', minimum: 3, quietPeriod: '30s', closeAt: 0.7 },
};

const models: readonly (readonly [string, ModelSettings])[] = [
  ['PCA', { detector: { kind: 'pca' } }],
  [
    'PCA with the whole policy, lines over missing readings, states as columns and skipped rows',
    {
      detector: { kind: 'pca' },
      preprocess: { missing: { kind: 'linear', hold: 4 }, discrete: 'one-hot', gapTolerance: 3 },
      policy: WHOLE_POLICY,
    },
  ],
  [
    'last values of rows averaged over 5 s',
    { detector: { kind: 'last-value' }, preprocess: { sampleFreq: '5s', missing: 'forward-fill' } },
  ],
  ['an LSTM', { detector: TINY, policy: WHOLE_POLICY }],
  ['windows at every third row', { detector: { ...TINY, stride: 3, windowOffset: 2 } }],
  ['the mean over windows', { detector: { ...TINY, fold: 'mean', linearPath: true } }],
  [
    'windows of two lengths',
    { detector: { ...network, kind: 'multi-window', windowSizes: [3, 8] } },
  ],
];

/** Cuts that put a push before, at and behind gaps, and some pushes of no or one row. */
function pieces(frame: TimeSeriesFrame, seed: number): TimeSeriesFrame[] {
  const T = frameLength(frame);
  const parts: TimeSeriesFrame[] = [];
  for (let start = 0, n = seed; start < T; n++) {
    const end = Math.min(T, start + [1, 0, 7, 2, 40, 1][n % 6]);
    parts.push(sliceFrame(frame, { start, end }));
    start = end;
  }
  return parts;
}

/** Everything that a scorer says of a recording, as one text: equal texts are equal bits. */
function said(parts: readonly ScoredRows[]) {
  const all = (of: (part: ScoredRows) => ArrayLike<number> | undefined): number[] =>
    parts.flatMap((part) => Array.from(of(part) ?? []));
  return {
    timestamps: all(({ timestamps }) => timestamps),
    score: all(({ score }) => score),
    pValues: all(({ pValues }) => pValues),
    limits: all(({ limits }) => limits),
    channelScores: all(({ channelScores }) => channelScores),
    alarms: parts.flatMap(({ closed }) => closed),
  };
}

async function live(model: LiveModel, parts: readonly TimeSeriesFrame[]) {
  const scorer = startScoring(model, { clock: 'utc', period: SECOND });
  const found: ScoredRows[] = [];
  for (const { timestamps, values } of parts) found.push(await scorer.push(timestamps, values));
  return { scorer, found };
}

test.each(models)('%s: live gives the numbers of the batch', async (_, settings) => {
  const model = await fitModel(settings);
  for (const seed of [1, 2]) {
    const frame = plant({ rows: 150, seed, missing: 0.03, skipped: 0.03, attacks: 0.03 });
    const period = settings.preprocess && 'sampleFreq' in settings.preprocess ? 5 * SECOND : SECOND;
    const { timestamps, detection } = await scoreWhole(model, frame, period);
    const { scorer, found } = await live(model, pieces(frame, seed));
    const { score, pValues, limits, channelScores, alarms } = detection;
    expect(said([...found, await scorer.finish()])).toEqual({
      timestamps: [...timestamps],
      score: [...score],
      pValues: [...pValues],
      limits: [...limits],
      channelScores: [...(channelScores ?? [])],
      alarms,
    });
    expect(alarms.length).toBeGreaterThan(0);
    expect(score.filter((value) => !Number.isNaN(value)).length).toBeGreaterThan(10);
  }
});

test('goes on after a restart as if there had been none, without asking the detector again', async () => {
  const model = await fitModel({ detector: TINY, policy: WHOLE_POLICY });
  const frame = plant({ rows: 200, seed: 3, missing: 0.03, skipped: 0.04, attacks: 0.03 });
  const parts = pieces(frame, 3);
  const whole = await live(model, parts);
  const half = parts.length >> 1;
  const before = whole.found.slice(0, half);
  const kept = {
    rows: before.flatMap(({ detected }) => [...detected.rows]),
    channels: before.flatMap(({ detected }) => [...(detected.channels ?? [])]),
  };
  const scorer = startScoring(withoutDetector(model, kept.rows.length), {
    clock: 'utc',
    period: SECOND,
  });
  let at = 0;
  const known = async (rows: number) => {
    const scores = {
      rows: Float32Array.from(kept.rows.slice(at, at + rows)),
      channels: Float32Array.from(kept.channels.slice(at * 3, (at + rows) * 3)),
    };
    at += rows;
    return scores;
  };
  const end = parts.slice(0, half).reduce((rows, part) => rows + frameLength(part), 0);
  const again = sliceFrame(frame, { start: 0, end });
  expect(said([await scorer.replay(again.timestamps, again.values, known)])).toEqual(said(before));
  expect(at).toBe(kept.rows.length);
  const after = await rest(scorer, parts.slice(half));
  expect(said(after)).toEqual(said(await rest(whole.scorer, [], whole.found.slice(half))));
});

async function rest(
  scorer: LiveScorer,
  parts: readonly TimeSeriesFrame[],
  found: readonly ScoredRows[] = [],
): Promise<ScoredRows[]> {
  const all = [...found];
  for (const { timestamps, values } of parts) all.push(await scorer.push(timestamps, values));
  return [...all, await scorer.finish()];
}

/** The model with a detector that fails when it is asked for a whole recording of so many rows. */
function withoutDetector(model: LiveModel, rows: number): LiveModel {
  const { detector } = model.detector;
  return {
    ...model,
    detector: {
      ...model.detector,
      detector: {
        channels: detector.channels,
        lookback: detector.lookback,
        state: () => detector.state(),
        async score(frame, options) {
          if (frameLength(frame) >= rows) throw new Error('The detector must not be asked again.');
          return detector.score(frame, options);
        },
      },
    },
  };
}

test('says at each row whether an alarm is on', async () => {
  const model = await fitModel({
    detector: { kind: 'norm' },
    policy: { threshold: { kind: 'fixed', value: 3 }, alarms: { mergeGap: 0, minimum: 2 } },
  });
  const frame = plant({ rows: 300, seed: 1, attacks: 0.02 });
  const { found } = await live(model, [frame]);
  const [{ inAlarm, opened, closed, score }] = found;
  expect(opened.length).toBeGreaterThan(1);
  for (const [t, isOn] of inAlarm.entries()) {
    // the first row of an alarm is not yet long enough
    expect([t, isOn]).toEqual([t, score[t] > 3 && score[t - 1] > 3 ? 1 : 0]);
  }
  expect(closed.map(({ rows }) => rows.end - 1)).toEqual(
    [...inAlarm.keys()].filter((t) => inAlarm[t] === 1 && inAlarm[t + 1] === 0),
  );
});
