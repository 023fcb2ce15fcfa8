/** Tests of the autoencoder as a detector: training, resuming, scoring. */
import { createFrame, createFrom, defineDetector, StoppedError } from '@anodec/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { FitAccess } from '../training/callback.js';
import { decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint.js';
import type { EpochReport, FitSummary, StepReport } from '../training/report.js';
import type { Checkpoint } from '../training/training-state.js';
import { wave } from '../wave.fixture.js';
import { autoencoder } from './autoencoder.js';

afterEach(() => vi.unstubAllEnvs());

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
      [7, 7, 8].map((seed) => autoencoder.create({ ...options, seed }).fit([wave(200)], data)),
    );
    expect(a.state().arrays).toEqual(b.state().arrays);
    expect(a.state().arrays).not.toEqual(c.state().arrays);
  });

  test.each([
    {},
    { recurrentDropout: 0.2, bidirectional: true, variational: true, klAnnealingSteps: 15 },
    { decoder: 'autoregressive', teacherForcing: 0.7, teacherForcingDecaySteps: 15 },
    { direction: 'both', attention: 'general', layerNorm: true },
  ])(
    'gives the same weights when the fit was broken off and resumed from bytes, %j',
    async (network) => {
      const settings = { ...options, ...network };
      const whole = await run(settings);
      const half = await run({ ...settings, maxEpochs: 2 });
      const checkpoint = decodeCheckpoint(encodeCheckpoint(half.checkpoints[1]));
      const rest = await run(settings, checkpoint);
      expect(rest.fitted.state()).toEqual(whole.fitted.state());
      expect(rest.reports.map(withoutSeconds)).toEqual(whole.reports.map(withoutSeconds));
      expect(rest.checkpoints.at(-1)?.training.model).toEqual(
        whole.checkpoints.at(-1)?.training.model,
      );
    },
  );
});

test('a checkpoint survives the way to bytes and back, infinite losses included', async () => {
  const { checkpoints } = await run({ ...options, maxEpochs: 1 });
  const { detector, training } = checkpoints[0];
  const reports = training.reports.map((report) => ({ ...report, valid: { loss: Infinity } }));
  const best = training.best && { ...training.best, loss: Infinity };
  const odd = { detector, training: { ...training, reports, best } };
  expect(decodeCheckpoint(encodeCheckpoint(odd))).toEqual(odd);
});

test('keeps the backend that computed in its settings, in place of auto', async () => {
  vi.stubEnv('ANODEC_NATIVE', '0');
  const { fitted } = await run({ ...options, maxEpochs: 1 });
  expect(fitted.state().config.backend).toBe('simd');
  const cpu = await run({ ...options, maxEpochs: 1, backend: 'cpu' });
  expect(cpu.fitted.state().config).toMatchObject({ backend: 'cpu', strict: true });
});

const averages = [
  { averageWeights: 'none' },
  { averageWeights: 'ema', emaDecay: 0.8 },
  { averageWeights: 'swa', swaStart: 0 },
];

test.each(
  ['simd', 'wasm', 'cpu'].flatMap((backend) => averages.map((one) => ({ backend, ...one }))),
)('on $backend it learns what it learns on cpu, average $averageWeights', async (given) => {
  const { backend, ...average } = given;
  const settings = { ...options, ...average, dropout: 0, maxEpochs: 2 };
  const { reports } = await run({ ...settings, backend });
  const { reports: expected } = await run({ ...settings, backend: 'cpu' });
  for (const [i, { train, valid }] of reports.entries()) {
    expect(train.loss / expected[i].train.loss).toBeCloseTo(1, 5);
    expect(valid.loss / expected[i].valid.loss).toBeCloseTo(1, 5);
  }
});

test('refuses to resume with another network', async () => {
  const { checkpoints } = await run({ ...options, maxEpochs: 1 });
  const [resume] = checkpoints;
  const wider = autoencoder.create({ ...options, hiddenSize: 9 }, { resume });
  await expect(wider.fit([wave(100)])).rejects.toThrow(
    'The checkpoint must belong to this network',
  );
  const other = defineDetector(z.strictObject({}), {
    title: () => 'Other',
    create: () => ({ fit: () => Promise.reject(new Error('not reached')) }),
    restore: () => {
      throw new Error('not reached');
    },
  });
  const create = () => createFrom({ autoencoder, other }, 'other', {}, { resume });
  expect(create).toThrow('must be of the detector other, got one of autoencoder.');
});

test('Ctrl-C leaves the best weights so far', async () => {
  const stop = new AbortController();
  const summaries: FitSummary[] = [];
  const callback = {
    onStepEnd: ({ epoch }: StepReport) => (epoch === 2 ? stop.abort() : undefined),
    onFitEnd: (summary: FitSummary) => void summaries.push(summary),
  };
  const detector = autoencoder.create(options, { callbacks: [callback] });
  const fitted = await detector.fit([wave(200)], { ...data, signal: stop.signal });
  expect(summaries[0].reason).toBe('stopped on request');
  expect((await fitted.score(wave(30))).rows[20]).toBeGreaterThan(0);
  await expect(fitted.score(wave(30), { signal: stop.signal })).rejects.toThrow(StoppedError);
});

test('refuses a window that is longer than a recording, in training and in scoring', async () => {
  const detector = autoencoder.create(options);
  await expect(detector.fit([wave(200), wave(5)])).rejects.toThrow('windowSize must be at most 5');
  const fitted = await autoencoder.create({ ...options, maxEpochs: 1 }).fit([wave(100)]);
  await expect(fitted.score(wave(5))).rejects.toThrow('windowSize must be at most 5');
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

test('scores every stride-th row with the mean over its window, and reconstructs all it can', async () => {
  const settings = { ...options, maxEpochs: 1, fold: 'window', stride: 9, windowOffset: 1 };
  const { fitted } = await run(settings);
  const { rows } = await fitted.score(wave(40));
  const scored = [...rows.keys()].filter((t) => !Number.isNaN(rows[t]));
  expect(scored).toEqual([6, 15, 24, 33]); // ⌈(40 − 6) / 9⌉ windows, the first one in rows 1 to 6
  const expected = await fitted.reconstruct?.(wave(40));
  expect(expected?.slice(3, 21).every(Number.isFinite)).toBe(true);
  expect(expected?.[0]).toBeNaN();
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
    async onEpochSave(_: EpochReport, access: FitAccess) {
      checkpoints.push(await access.checkpoint());
    },
    onFitEnd(summary: FitSummary) {
      reports.push(...summary.reports);
    },
  };
  const detector = autoencoder.create(settings, { callbacks: [callback], resume });
  return { fitted: await detector.fit([wave(200)], data), reports, checkpoints };
}

function withoutSeconds(report: EpochReport) {
  return { ...report, seconds: 0 };
}
