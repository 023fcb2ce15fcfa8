/** Tests of the autoencoder that starts from the linear path. */
import { linear } from '@anodec/classic';
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint.js';
import { cutResiduals } from '../autoencoder/linear-residuals.js';
import type { FitAccess } from '../training/callback.js';
import type { EpochReport } from '../training/report.js';
import type { Checkpoint } from '../training/training-state.js';
import { wave } from '../wave.fixture.js';
import { autoencoder } from './autoencoder.js';

const options = {
  linearPath: true,
  windowSize: 6,
  hiddenSize: 8,
  embeddingSize: 5,
  batchSize: 16,
  sampleSize: 64,
  maxEpochs: 2,
  learningRate: 0.01,
};
const data = { validation: [wave(90)] };

test('scores as the linear path before it has learned anything', async () => {
  const untrained = { ...options, maxEpochs: 1, learningRate: 1e-12 };
  const fitted = await autoencoder.create(untrained).fit([wave(200)], data);
  const path = await linear.create({}).fit([wave(200)]);
  expect(fitted.lookback).toBe(5 + path.lookback);
  const [own, expected] = await Promise.all([fitted.score(wave(60)), path.score(wave(60))]);
  const C = fitted.channels.length;
  for (let i = fitted.lookback * C; i < 60 * C; i++) {
    expect(own.channels?.[i]).toBeCloseTo(expected.channels?.[i] ?? NaN, 6);
  }
});

test('leaves less than the linear path once it has learned', async () => {
  const fitted = await autoencoder.create({ ...options, maxEpochs: 20 }).fit([wave(400)], data);
  const path = await linear.create({}).fit([wave(400)]);
  const left = async (scores: Promise<{ rows: Float32Array }>): Promise<number> =>
    (await scores).rows.subarray(fitted.lookback).reduce((sum, score) => sum + score, 0);
  expect(await left(fitted.score(wave(90)))).toBeLessThan(await left(path.score(wave(90))));
});

test('scores halfway between network and path where half of the score is that of the path', async () => {
  const [alone, half] = await Promise.all(
    [0, 0.5].map((pathShare) =>
      autoencoder.create({ ...options, pathShare }).fit([wave(200)], data),
    ),
  );
  const path = await linear.create({}).fit([wave(200)]);
  const scored = [alone, half, path].map((fitted) => fitted.score(wave(60)));
  const [network, mixed, linearly] = await Promise.all(scored);
  for (let t = alone.lookback; t < 60; t++) {
    expect(mixed.rows[t]).toBeCloseTo((network.rows[t] + linearly.rows[t]) / 2, 5);
  }
  expect(mixed.rows[59]).not.toBeCloseTo(network.rows[59], 5);
});

test('gives the same weights when the fit was broken off and resumed from bytes', async () => {
  const whole = await autoencoder.create(options).fit([wave(200)], data);
  const checkpoints: Checkpoint[] = [];
  const keep = {
    async onEpochSave(_: EpochReport, access: FitAccess) {
      checkpoints.push(await access.checkpoint());
    },
  };
  await autoencoder
    .create({ ...options, maxEpochs: 1 }, { callbacks: [keep] })
    .fit([wave(200)], data);
  const resume = decodeCheckpoint(encodeCheckpoint(checkpoints[0]));
  const rest = await autoencoder.create(options, { resume }).fit([wave(200)], data);
  expect(rest.state()).toEqual(whole.state());
});

test('reads no more than ten spreads of a reading that is far off', async () => {
  expect([...cutResiduals(Float32Array.of(-1e6, -10, 0.5, NaN, 11))]).toEqual([
    -10,
    -10,
    0.5,
    NaN,
    10,
  ]);
  const fitted = await autoencoder.create(options).fit([wave(400)], data);
  const far = async (jump: number): Promise<number> => {
    const values = wave(60).values.slice();
    values[values.length - 1] += jump;
    const expected = await fitted.reconstruct?.(createFrame({ ...wave(60), values }));
    const path = await linear.create({}).fit([wave(400)]);
    const alone = await path.reconstruct?.(createFrame({ ...wave(60), values }));
    return (expected?.at(-1) ?? NaN) - (alone?.at(-1) ?? NaN);
  };
  // what the network adds to the linear path
  expect(await far(400)).toBeCloseTo(await far(100), 3);
});

test('scores a reading that is far off by its whole distance, for which the network read ten spreads', async () => {
  const fitted = await autoencoder.create(options).fit([wave(400)], data);
  const scoreOf = async (jump: number): Promise<number> => {
    const values = wave(60).values.slice();
    values[values.length - 1] += jump;
    const { channels } = await fitted.score(createFrame({ ...wave(60), values }));
    return channels?.at(-1) ?? NaN;
  };
  // squared, so that ten times the jump is a hundred times the score
  expect((await scoreOf(4000)) / (await scoreOf(400))).toBeCloseTo(100, 0);
});

test('needs a linear output', () => {
  expect(() => autoencoder.create({ ...options, linearOutput: false })).toThrow(
    'the network starts from the linear path with a linear output',
  );
});

test('says which array of the linear path is missing', async () => {
  const state = (
    await autoencoder.create({ ...options, maxEpochs: 1 }).fit([wave(200)], data)
  ).state();
  const { 'linear.shares': _, ...arrays } = state.arrays;
  expect(() => autoencoder.restore({ ...state, arrays })).toThrow(
    'linear.shares must be in the state',
  );
});
