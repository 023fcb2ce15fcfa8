/** Tests of autoencoders of several window lengths. */
import { median } from '@anodec/core';
import { expect, test } from 'vitest';
import type { FitAccess } from '../training/callback.js';
import { decodeCheckpoint, decodeDetector, encodeCheckpoint } from '../training/checkpoint.js';
import type { EpochReport, StepReport } from '../training/report.js';
import type { Checkpoint } from '../training/training-state.js';
import { wave } from '../wave.fixture.js';
import { autoencoder } from './autoencoder.js';
import { multiWindow } from './multi-window.js';

const options = {
  windowSizes: [4, 9],
  hiddenSize: 6,
  embeddingSize: 3,
  dropout: 0.1,
  batchSize: 16,
  sampleSize: 70,
  maxEpochs: 3,
};
const data = { validation: [wave(90)] };

test('gives the same weights when the fit was broken off within an epoch and resumed', async () => {
  const whole = await run(options);
  const checkpoint = decodeCheckpoint(encodeCheckpoint(whole.checkpoints[6])); // in the second epoch
  const rest = await run(options, checkpoint);
  expect(rest.fitted.state()).toEqual(whole.fitted.state());
  expect(rest.checkpoints.at(-1)?.training.model).toEqual(whole.checkpoints.at(-1)?.training.model);
});

test('every network learns: its loss falls from epoch to epoch', async () => {
  const { reports } = await run({ ...options, learningRate: 0.01 });
  for (const name of ['loss_w4', 'loss_w9']) {
    const [first, second, third] = reports.map(({ valid }) => valid[name]);
    expect(second).toBeLessThan(first);
    expect(third).toBeLessThan(second);
  }
});

test('averages every network at the end of an epoch, also those that have more windows', async () => {
  const swa = {
    averageWeights: 'swa',
    swaStart: 0,
    maxEpochs: 1,
    keepEpoch: 'last',
    earlyStoppingPatience: 0,
  };
  const { checkpoints } = await run({ ...options, ...swa, sampleSize: 0, batchSize: 8 });
  const { counters } = checkpoints[checkpoints.length - 1].training.model;
  const averaged = Object.keys(counters).filter((name) => name.includes('average'));
  expect(averaged.map((name) => counters[name])).toEqual([1, 1]);
});

test('a spike leaves out the step of every network, by their mean loss', async () => {
  const spikes = { spikeFactor: 1, spikeWindow: 3 };
  const { steps, checkpoints } = await run({ ...options, ...spikes });
  const made = [...Array(steps.length).keys()].filter((i) => !steps[i].skipped);
  expect(made.length).toBeLessThan(steps.length);
  const { counters } = checkpoints[checkpoints.length - 1].training.model;
  const counts = Object.values(counters);
  expect(counts).toEqual(counts.map(() => made.length));
  for (const i of steps.keys()) {
    if (i < 3) continue;
    const before = median(steps.slice(i - 3, i).map(({ values }) => values.loss));
    expect(steps[i].skipped ?? false).toBe(steps[i].values.loss > before);
  }
});

test('reports the loss of each network and their mean', async () => {
  const { reports } = await run(options);
  for (const { train, valid } of reports) {
    for (const { loss, loss_w4: short, loss_w9: long } of [train, valid]) {
      expect(loss).toBeCloseTo((short + long) / 2, 10);
      expect(short).not.toBe(long);
    }
  }
});

test('scores the mean of the networks’ errors, scaled to one median on the training rows', async () => {
  const { fitted } = await run(options);
  const { arrays, config } = fitted.state();
  const recording = wave(200);
  const own = await Promise.all(
    [4, 9].map(async (windowSize) => {
      const { windowSizes: _, ...settings } = config;
      const prefix = `w${windowSize}.`;
      const names = Object.keys(arrays).filter((name) => name.startsWith(prefix));
      const member = autoencoder.restore({
        detector: 'autoencoder',
        config: { ...settings, windowSize },
        channels: fitted.channels,
        arrays: Object.fromEntries(names.map((name) => [name.slice(prefix.length), arrays[name]])),
      });
      return (await member.score(recording)).channels ?? new Float32Array(0);
    }),
  );
  const { channels } = await fitted.score(recording);
  const ends = [...recording.values.keys()].filter((i) => i >= 8 * 3);
  const medians = own.map((errors) =>
    [0, 1, 2].map((c) => median(ends.filter((i) => i % 3 === c).map((i) => errors[i]))),
  );
  for (const i of ends) {
    const [short, long] = medians.map((values) => values[i % 3]);
    const expected = ((own[0][i] / short + own[1][i] / long) / 2) * ((short + long) / 2);
    expect((channels?.[i] ?? NaN) / expected).toBeCloseTo(1, 5);
  }
});

test('a checkpoint of an unfinished fit scores, unscaled', async () => {
  const { checkpoints } = await run({ ...options, maxEpochs: 1 });
  const state = decodeDetector(encodeCheckpoint(checkpoints[checkpoints.length - 1]));
  const { rows } = await multiWindow.restore(state).score(wave(30));
  expect([...rows.keys()].filter((t) => Number.isNaN(rows[t]))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('scores the same rows with every length where windows are apart', async () => {
  const { fitted } = await run({ ...options, maxEpochs: 1, stride: 7, fold: 'window' });
  const { rows } = await fitted.score(wave(40));
  const scored = [...rows.keys()].filter((t) => !Number.isNaN(rows[t]));
  expect(scored).toEqual([8, 15, 22, 29, 36]);
});

test('refuses what one of its networks refuses, and a length given twice', () => {
  expect(() => multiWindow.create({ attention: 'dot' })).toThrow('hiddenSize must be');
  expect(() => multiWindow.create({ windowSizes: [5, 5] })).toThrow('must differ');
  expect(() => multiWindow.create({ windowSizes: [5] })).toThrow('windowSizes');
});

async function run(settings: Record<string, unknown>, resume?: Checkpoint) {
  const reports: EpochReport[] = [];
  const steps: StepReport[] = [];
  const checkpoints: Checkpoint[] = [];
  const callback = {
    async onStepEnd(step: StepReport, access: FitAccess) {
      steps.push(step);
      checkpoints.push(await access.checkpoint());
    },
    onEpochEnd: (report: EpochReport) => void reports.push(report),
    async onEpochSave(_: EpochReport, access: FitAccess) {
      checkpoints.push(await access.checkpoint());
    },
  };
  const detector = multiWindow.create(settings, { callbacks: [callback], resume });
  return { fitted: await detector.fit([wave(200)], data), reports, steps, checkpoints };
}
