import { createFrame, StoppedError } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import type { EpochAccess, EpochReport, FitSummary, StepReport } from '../training/callback.js';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint.js';
import { wave } from '../wave.fixture.js';
import { createDetector } from './registry.js';

const options = {
  windowSize: 6,
  hiddenSize: 8,
  embeddingSize: 5,
  numLayers: 2,
  dropout: 0.1,
  batchSize: 16,
  sampleSize: 70,
  maxEpochs: 4,
  gradientClipVal: 1,
};
const data = { validation: [wave(90)] };

describe('the same seed', () => {
  test('gives the same weights to the bit, another seed gives others', async () => {
    const [a, b, c] = await Promise.all(
      [7, 7, 8].map((seed) =>
        createDetector('autoencoder', { ...options, seed }).fit([wave(200)], data),
      ),
    );
    expect(a.state().arrays).toEqual(b.state().arrays);
    expect(a.state().arrays).not.toEqual(c.state().arrays);
  });

  test('gives the same weights when the fit was broken off and resumed from bytes', async () => {
    const whole = await run(options);
    const half = await run({ ...options, maxEpochs: 2 });
    const checkpoint = decodeCheckpoint(encodeCheckpoint(half.checkpoints[1]));
    const rest = await run(options, checkpoint);
    expect(rest.fitted.state()).toEqual(whole.fitted.state());
    expect(rest.reports.map(withoutSeconds)).toEqual(whole.reports.map(withoutSeconds));
    expect(rest.checkpoints.at(-1)?.training.adam).toEqual(whole.checkpoints.at(-1)?.training.adam);
  });
});

test('a checkpoint survives the way to bytes and back, infinite losses included', async () => {
  const { checkpoints } = await run({ ...options, maxEpochs: 1 });
  const { detector, training } = checkpoints[0];
  const best = { ...training.best, loss: Infinity };
  const odd = { detector, training: { ...training, best } };
  expect(decodeCheckpoint(encodeCheckpoint(odd))).toEqual(odd);
});

test('remembers what computed, not that anything was welcome', async () => {
  const { fitted } = await run({ ...options, maxEpochs: 1 });
  expect(fitted.state().config.backend).toBe('simd');
  const cpu = await run({ ...options, maxEpochs: 1, backend: 'cpu' });
  expect(cpu.fitted.state().config).toMatchObject({ backend: 'cpu', strict: true });
});

test.each(['simd', 'wasm', 'cpu'])('on %s it learns what it learns on cpu', async (backend) => {
  const settings = { ...options, dropout: 0, maxEpochs: 2 };
  const { reports } = await run({ ...settings, backend });
  const { reports: expected } = await run({ ...settings, backend: 'cpu' });
  for (const [i, { trainLoss, validLoss }] of reports.entries()) {
    expect(trainLoss / expected[i].trainLoss).toBeCloseTo(1, 5);
    expect(validLoss / expected[i].validLoss).toBeCloseTo(1, 5);
  }
});

test('refuses to resume with another network', async () => {
  const { checkpoints } = await run({ ...options, maxEpochs: 1 });
  const wider = createDetector('autoencoder', { ...options, hiddenSize: 9 }, [], checkpoints[0]);
  await expect(wider.fit([wave(100)])).rejects.toThrow(
    'The checkpoint must belong to this network',
  );
  const pca = () => createDetector('pca', {}, [], checkpoints[0]);
  expect(pca).toThrow('must be of the detector pca, got one of autoencoder.');
});

test('Ctrl-C leaves the best weights so far', async () => {
  const stop = new AbortController();
  const summaries: FitSummary[] = [];
  const callback = {
    onStepEnd: ({ epoch }: StepReport) => (epoch === 2 ? stop.abort() : undefined),
    onFitEnd: (summary: FitSummary) => void summaries.push(summary),
  };
  const detector = createDetector('autoencoder', options, [callback]);
  const fitted = await detector.fit([wave(200)], { ...data, signal: stop.signal });
  expect(summaries[0].reason).toBe('stopped on request');
  expect((await fitted.score(wave(30))).rows[20]).toBeGreaterThan(0);
  await expect(fitted.score(wave(30), { signal: stop.signal })).rejects.toThrow(StoppedError);
});

test('refuses a window that is longer than a recording, in training and in scoring', async () => {
  const detector = createDetector('autoencoder', options);
  await expect(detector.fit([wave(200), wave(5)])).rejects.toThrow('A window of 6 rows must fit');
  const fitted = await createDetector('autoencoder', { ...options, maxEpochs: 1 }).fit([wave(100)]);
  await expect(fitted.score(wave(5))).rejects.toThrow('A window of 6 rows must fit');
});

test('scores no window across a gap', async () => {
  const { fitted } = await run({ ...options, maxEpochs: 1 });
  const whole = wave(40);
  const timestamps = Float64Array.from({ length: 40 }, (_, t) => t * 1000 + (t < 20 ? 0 : 60_000));
  const { rows } = await fitted.score(createFrame({ ...whole, timestamps, clock: 'elapsed' }));
  const unknown = [...rows.keys()].filter((t) => Number.isNaN(rows[t]));
  expect(unknown).toEqual([0, 1, 2, 3, 4, 20, 21, 22, 23, 24]);
});

test('averages all windows over a row when asked, so that no row stays without score', async () => {
  const { fitted } = await run({ ...options, maxEpochs: 1, fold: 'mean', stride: 3 });
  const { rows } = await fitted.score(wave(30));
  expect(rows.every(Number.isFinite)).toBe(true);
});

test('gives a row one score whatever the order in which a window is decoded', async () => {
  for (const reverseTarget of [false, true]) {
    const { fitted } = await run({ ...options, dropout: 0, maxEpochs: 1, reverseTarget });
    const frame = wave(40, 20);
    const { channels } = await fitted.score(frame);
    const expected = await fitted.reconstruct?.(frame);
    const at = 20 * 3 + 1;
    expect(((expected?.[at] ?? NaN) - frame.values[at]) ** 2).toBeCloseTo(channels?.[at] ?? NaN, 4);
    expect(channels?.[at]).toBeGreaterThan(4); // the spike of 5 is compared with its own row
  }
});

async function run(settings: Record<string, unknown>, resume?: Checkpoint) {
  const reports: EpochReport[] = [];
  const checkpoints: Checkpoint[] = [];
  const callback = {
    onEpochEnd(_: EpochReport, access: EpochAccess) {
      checkpoints.push(access.checkpoint());
    },
    onFitEnd(summary: FitSummary) {
      reports.push(...summary.reports);
    },
  };
  const detector = createDetector('autoencoder', settings, [callback], resume);
  return { fitted: await detector.fit([wave(200)], data), reports, checkpoints };
}

function withoutSeconds(report: EpochReport) {
  return { ...report, seconds: 0 };
}
