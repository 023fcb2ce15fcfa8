/** Tests of scoring in pieces: the scores of the whole, from a part of its rows at a time. */
import {
  createFrame,
  createRandom,
  type FittedDetector,
  frameLength,
  type TimeSeriesFrame,
} from '@anodec/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDetector } from './registry.js';
import { scoreInPieces } from './score-in-pieces.js';

const T = 40_000;

/** Two waves with noise and missing readings; rows a second apart, but for a gap before each of `gaps`. */
function recording(gaps: readonly number[] = []): TimeSeriesFrame {
  const random = createRandom(7);
  const values = Float32Array.from({ length: 2 * T }, (_, i) => {
    if (i % 9973 === 0) return NaN;
    return Math.sin(i / (i % 2 === 0 ? 31 : 57)) + 0.1 * random.normal();
  });
  let time = 0;
  const timestamps = Float64Array.from({ length: T }, (_, t) => {
    time += gaps.includes(t) ? 60_000 : 1000;
    return time;
  });
  return createFrame({ values, channels: ['a', 'b'], timestamps });
}

/** The detector, with the lengths of the recordings that it was given. */
function watched(detector: FittedDetector) {
  const lengths: number[] = [];
  const score: FittedDetector['score'] = (frame, options) => {
    lengths.push(frameLength(frame));
    return detector.score(frame, options);
  };
  const { channels, lookback, lookahead = 0, windows = { stride: 1, offset: 0 } } = detector;
  const state = () => detector.state();
  return { lengths, detector: { channels, lookback, lookahead, windows, score, state } };
}

const network = { windowSize: 8, hiddenSize: 4, embeddingSize: 2, scoreBatchSize: 64, seed: 1 };

describe.each([
  ['pca', {}],
  ['linear-path', { lags: 3 }],
  ['lof', { windowSize: 5, maxRows: 50 }],
  ['untrained', network],
  ['untrained', { ...network, fold: 'mean' }],
  ['untrained', { ...network, stride: 7, windowOffset: 3 }],
])('%s %j', (name, options) => {
  let fitted: FittedDetector;
  beforeAll(async () => {
    fitted = await createDetector(name, options).fit([recording()]);
  });

  // the second gap is so near to a place where pieces meet that a stretch is too short for a window there
  test.each([[[]], [[9000, 16_388, 16_391, 30_000]]])(
    'has the scores of the whole, gaps at %j',
    async (gaps) => {
      const frame = recording(gaps);
      const { detector, lengths } = watched(fitted);
      expect(await scoreInPieces(detector, frame)).toEqual(await fitted.score(frame));
      expect(lengths).toHaveLength(3);
      expect(Math.max(...lengths)).toBeLessThan(T / 2);
    },
  );
});

test('scores as a whole where the usual step of a part is another, so that its gaps would be others', async () => {
  const timestamps = Float64Array.from({ length: T }, (_, t) => (t < T / 2 ? t : 2 * t - T / 2));
  const frame = createFrame({ ...recording(), timestamps });
  const fitted = await createDetector('linear-path', { lags: 3 }).fit([recording()]);
  const { detector, lengths } = watched(fitted);
  expect(await scoreInPieces(detector, frame)).toEqual(await fitted.score(frame));
  expect(lengths).toEqual([T]);
});

test('tells progress in rows of the whole, which never go back', async () => {
  const fitted = await createDetector('untrained', network).fit([recording()]);
  const [begun, done]: [unknown[], number[]] = [[], []];
  const progress = {
    begin: (...what: unknown[]) => begun.push(what),
    update: (rows: number) => done.push(rows),
    end: () => {},
  };
  await scoreInPieces(fitted, recording(), { progress });
  expect(begun).toEqual([['Scoring', T, 'rows']]);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(done.length).toBeGreaterThan(100);
  expect(done.at(-1)).toBe(T);
});
