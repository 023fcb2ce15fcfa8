/** The contract of detectors; every entry of the registry goes through it. */
import {
  createFrame,
  createFrom,
  restoreFrom,
  selectChannels,
  ShapeError,
  sliceFrame,
  StoppedError,
  type TimeSeriesFrame,
} from '@anodec/core';
import { decodeState, encodeState } from '@anodec/model';
import { detectorEntry, detectorNames } from '@anodec/pipeline';
import { describe, expect, test } from 'vitest';
import { wave, waveChannels } from './wave.js';

/** Settings of a detector. */
type Options = Readonly<Record<string, unknown>>;

const detectors = Object.fromEntries(detectorNames().map((name) => [name, detectorEntry(name)]));

/** Detectors whose scores say nothing about the readings. */
const uninformed = ['random'];

/**
 * Detectors that ask how many training readings are as far out, not how far out a reading is: three readings near
 * their bounds outweigh one beyond them, so that only the score of the reading is highest.
 */
const ranked = ['ecod'];

/**
 * Rows where a spike in row 60 may score highest: a forecast by the last value errs on the way back, too, and the
 * spike is in all windows that end in the next rows.
 */
function spikeRows(name: string, { windowSize = 1, windowFeatures }: Options): number[] {
  if (name === 'last-value') return [60, 61];
  const isJudgedWhole = windowFeatures === 'statistics' || name === 'lof';
  return Array.from({ length: isJudgedWhole ? Number(windowSize) : 1 }, (_, t) => 60 + t);
}

/** Settings with which a detector learns these waves in a second; the others need none. */
const small = {
  hiddenSize: 12,
  embeddingSize: 6,
  maxEpochs: 8,
  learningRate: 0.01,
  sampleSize: 256,
  scoreBatchSize: 16,
};
const quick: Record<string, Options> = {
  autoencoder: { ...small, windowSize: 8 },
  'multi-window': { ...small, windowSizes: [4, 8] },
  pca: { explainedVariance: 0.6 },
  ensemble: { members: ['pca', 'knn'], memberSettings: { pca: { explainedVariance: 0.6 } } },
  gan: {
    windowSize: 8,
    latentSize: 6,
    capacity: 1 / 4,
    maxEpochs: 12,
    learningRate: 0.01,
    sampleSize: 256,
    scoreBatchSize: 16,
  },
  untrained: { windowSize: 8, hiddenSize: 12, embeddingSize: 6, scoreBatchSize: 16 },
};

/** All detectors, and some with other settings. */
const variants: [string, Options][] = [
  ...Object.keys(detectors).map((name): [string, Options] => [name, quick[name] ?? {}]),
  ['autoencoder', { ...quick.autoencoder, cell: 'gru', reverseTarget: true, numLayers: 2 }],
  ['autoencoder', { ...quick.autoencoder, decoder: 'autoregressive', maxEpochs: 30 }],
  ['autoencoder', { ...quick.autoencoder, linearPath: true }],
  [
    'autoencoder',
    { ...quick.autoencoder, bidirectional: true, layerNorm: true, variational: true },
  ],
  ['multi-window', { ...quick['multi-window'], linearPath: true }],
  ['gan', { ...quick.gan, cycleWeight: 1, cell: 'gru' }],
  ['isolation-forest', { contamination: 0.02 }],
  ['gaussian-mixture', { covariance: 'diagonal' }],
  ['ensemble', { members: ['lof', 'autoregression'], combine: 'max' }],
  ['lof', { windowSize: 6 }],
  ['k-means', { windowSize: 6, windowFeatures: 'statistics' }],
];

/** Their tests take seconds. */
const NETWORKS = ['autoencoder', 'multi-window', 'untrained', 'gan'];

/** Detectors that draw channels by their number, or hash readings in their order. */
const DRAWN_BY_NUMBER = ['isolation-forest', 'extended-isolation-forest', 'random'];

describe.each(variants)('detector %s %j', (name, options) => {
  const fitted = createFrom(detectors, name, options).fit([wave(300), wave(200)]);

  test('scores every row and channel, highest at the spike', async () => {
    const { rows, channels } = await (await fitted).score(wave(100, 60));
    expect(rows).toHaveLength(100);
    // alarm policies divide by what is usual
    expect([...rows, ...(channels ?? [])].filter((score) => score < 0)).toEqual([]);
    if (uninformed.includes(name)) return;
    expect(ranked.includes(name) || spikeRows(name, options).includes(highest(rows))).toBe(true);
    if (!channels) return;
    expect(channels).toHaveLength(300);
    expect(spikeRows(name, options).map((t) => t * 3 + 1)).toContain(highest(channels));
  });

  test('has a score for every row but those it lacks the lookback for', async () => {
    const detector = await fitted;
    const { rows } = await detector.score(wave(50));
    expect([...rows.keys()].filter((t) => Number.isNaN(rows[t]))).toEqual(
      Array.from({ length: detector.lookback }, (_, t) => t),
    );
  });

  test('scores a row the same alone, in a batch, and when later rows follow', async () => {
    const detector = await fitted;
    const all = wave(150, 60);
    const { rows } = await detector.score(all);
    for (const t of [detector.lookback, 60, 77, 149]) {
      const alone = await detector.score(
        sliceFrame(all, { start: t - detector.lookback, end: t + 1 }),
      );
      expect(alone.rows.at(-1)).toBe(rows[t]);
    }
    const earlier = await detector.score(sliceFrame(all, { start: 0, end: 93 }));
    expect(earlier.rows).toEqual(rows.slice(0, 93));
  });

  test('scores the same rows alike, whatever was scored before', async () => {
    const detector = await fitted;
    const first = await detector.score(wave(100));
    await detector.score(wave(100, 60));
    expect(await detector.score(wave(100))).toEqual(first);
  });

  test('reconstructs readings, as far from them as the score says', async () => {
    const detector = await fitted;
    if (!detector.reconstruct) return;
    const frame = wave(100, 60);
    const expected = await detector.reconstruct(frame);
    const { channels } = await detector.score(frame);
    expect(expected).toHaveLength(300);
    const errors = expected.map((value, i) => (value - frame.values[i]) ** 2);
    const differences = errors.map((error, i) => Math.abs(error - (channels?.[i] ?? NaN)));
    expect(differences.filter(Number.isNaN)).toHaveLength(detector.lookback * 3);
    expect(Math.max(...differences.filter((difference) => !Number.isNaN(difference)))).toBeLessThan(
      1e-4,
    );
  });

  test('gives the same scores to the bit after it was written and read', async () => {
    const detector = await fitted;
    const state = decodeState(encodeState(detector.state()));
    expect(state).toEqual(detector.state());
    expect(await restoreFrom(detectors, state).score(wave(80, 40))).toEqual(
      await detector.score(wave(80, 40)),
    );
  });

  test('refuses a setting it does not know', () => {
    expect(() => createFrom(detectors, name, { typo: 1 })).toThrow('Unrecognized key: "typo"');
  });

  test('refuses a frame with other channels', async () => {
    const other = createFrame({ ...wave(50), channels: ['LIT101', 'AIT201', 'FIT101'] });
    const detector = await fitted;
    await expect(detector.score(other)).rejects.toThrow(ShapeError);
    await expect(detector.score(other)).rejects.toThrow(
      'The channels of the frame must be LIT101, FIT101, AIT201 in this order',
    );
    await expect(createFrom(detectors, name, options).fit([wave(50), other])).rejects.toThrow(
      ShapeError,
    );
  });

  test('gives a missing reading no score and scores its row by the others', async () => {
    const detector = await fitted;
    const { rows, channels } = await detector.score(withGap());
    const whole = await detector.score(wave(50));
    expect([...rows.keys()].filter((t) => Number.isNaN(rows[t]))).toHaveLength(detector.lookback);
    if (!channels) return;
    const missing = [...channels.keys()].filter((i) => Number.isNaN(channels[i]));
    expect(missing.filter((i) => i >= detector.lookback * 3)).toEqual([20 * 3 + 2]);
    expect(rows[20]).toBeCloseTo((channels[60] + channels[61]) / 2, 6);
    expect(rows.subarray(0, 20)).toEqual(whole.rows.subarray(0, 20));
  });

  test('learns from recordings with missing readings almost what it learns from whole ones', async () => {
    const holes = createFrame({
      values: wave(300).values.map((value, i) => (i % 31 === 0 ? NaN : value)),
      channels: waveChannels,
    });
    const beside = { validation: [withGap()] };
    const detector = await createFrom(detectors, name, options).fit([holes, wave(200)], beside);
    const { rows, channels } = await detector.score(wave(100, 60));
    const found =
      ranked.includes(name) && channels
        ? highest(channels) === 60 * 3 + 1
        : spikeRows(name, options).includes(highest(rows));
    expect(found || uninformed.includes(name)).toBe(true);
    expect(rows.subarray(detector.lookback).every((score) => Number.isFinite(score))).toBe(true);
  });

  test('has a title for people and says which input it reads', () => {
    const entry = detectors[name];
    expect(entry.title(options)).toMatch(/^[A-Z]/);
    expect(['scaled', 'raw']).toContain(entry.input);
  });

  test('ends a fit that is aborted before there is anything to return', async () => {
    const fit = createFrom(detectors, name, options).fit([wave(300)], {
      signal: AbortSignal.abort(),
    });
    await expect(fit).rejects.toThrow(StoppedError);
  });

  test('refuses to learn from nothing', async () => {
    const detector = createFrom(detectors, name, options);
    await expect(detector.fit([])).rejects.toThrow('at least one recording');
  });
});

test('names the known detectors when asked for another', () => {
  expect(() => createFrom(detectors, 'fof')).toThrow(
    'Known are: autoencoder, pca, norm, linear-path, knn, last-value,',
  );
});

/** Detectors that are fitted in a moment; networks have tests of their own. */
const classical = variants.filter(([name]) => !NETWORKS.includes(name));

describe.each(classical)('detector %s %j without a network', (name, options) => {
  const fit = (...frames: TimeSeriesFrame[]) => createFrom(detectors, name, options).fit(frames);

  test('has the same scores when it is fitted again', async () => {
    const [first, second] = [await fit(wave(120)), await fit(wave(120))];
    expect(await second.score(wave(60, 40))).toEqual(await first.score(wave(60, 40)));
  });

  test('does not mind the order of the channels, but for what is drawn by their number', async () => {
    const turned = (frame: TimeSeriesFrame) =>
      selectChannels(frame, ['AIT201', 'LIT101', 'FIT101']);
    const { rows } = await (await fit(wave(300))).score(wave(100, 60));
    const other = await (await fit(turned(wave(300)))).score(turned(wave(100, 60)));
    const apart = rows.map((score, t) => Math.abs(score - other.rows[t]));
    const largest = rows.map(Math.abs).filter((score) => !Number.isNaN(score));
    const scale = largest.reduce((a, b) => Math.max(a, b));
    // sums of float32 in another order
    const moved = apart.filter((difference) => difference > 2e-5 * scale).length;
    expect(moved > 0).toBe(DRAWN_BY_NUMBER.includes(name));
  });

  test('finds the spike beside a channel that never changes', async () => {
    const still = (frame: TimeSeriesFrame) =>
      createFrame({ ...frame, values: frame.values.map((x, i) => (i % 3 === 2 ? 4 : x)) });
    // of two channels that move a component more would leave nothing over
    const fewer = name === 'pca' ? { explainedVariance: 0.4 } : options;
    const detector = await createFrom(detectors, name, fewer).fit([still(wave(300))]);
    const { rows } = await detector.score(still(wave(100, 60)));
    const known = rows.filter((score) => !Number.isNaN(score));
    expect(known.every(Number.isFinite)).toBe(true);
    expect(new Set(known).size).toBeGreaterThan(1); // not constant
    const isFound = spikeRows(name, options).includes(highest(rows));
    expect(isFound || uninformed.includes(name) || ranked.includes(name)).toBe(true);
  });
});

function withGap(): TimeSeriesFrame {
  const values = wave(50).values.slice();
  values[20 * 3 + 2] = NaN;
  return createFrame({ values, channels: waveChannels });
}

function highest(scores: Float32Array): number {
  return scores.indexOf(Math.max(...scores.filter((score) => !Number.isNaN(score))));
}
