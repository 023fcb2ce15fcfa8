/** The detector of windows: what is its own beside the contract of detectors, which `test/contract` checks. */
import { ConfigError, createFrame, createRandom, ShapeError, StoppedError } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { type Checkpoint, decodeCheckpoint, saveCheckpoints, TrainConfig } from '@anodec/model';
import { beforeAll, expect, test } from 'vitest';
import { createGanModel } from '../training/gan-model.js';
import { fitChannelScale, toDeviations } from './channel-scale.js';
import { WindowGanConfig } from './config.js';
import { windowGan } from './gan-detector.js';
import { createWindowGanBatches } from './window-batches.js';
import { createWindowModel } from './window-model.js';
import { buildWindowNetworks, drawWindowWeights } from './window-networks.js';

beforeAll(async () => {
  await useBackend('simd', { threads: 1 });
});

const small = {
  windowSize: 4,
  latentSize: 3,
  capacity: 1 / 16,
  batchSize: 8,
  sampleSize: 24,
  maxEpochs: 3,
  earlyStoppingPatience: 0,
  backend: 'simd',
  threads: 1,
} as const;

/** Two channels of noise, the second far from 0 and a hundred times as wide. */
function noise(rows: number, seed: number, gap = -1) {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: 2 * rows }, (_, i) =>
    i === gap ? NaN : (i % 2 === 0 ? 1 : 100) * (random.normal() + 5 * (i % 2)),
  );
  return createFrame({ values, channels: ['a', 'b'] });
}

test('channels are learned in deviations from their means, gaps left out', () => {
  const values = Float32Array.of(1, 7, 3, 7, NaN, 7);
  const frame = createFrame({ values, channels: ['a', 'b'] });
  const scale = fitChannelScale([frame, frame]);
  expect([...scale.means]).toEqual([2, 7]);
  expect([...scale.deviations]).toEqual([1, 1]); // of 1 and 3; of a channel that never changes
  expect([...toDeviations(scale, frame).values]).toEqual([-1, 0, 1, 0, NaN, 0]);
});

test('each step of a critic has windows of its own, and gaps come with a mask', () => {
  const config = WindowGanConfig.parse({
    ...small,
    variant: 'wgan-gp',
    windowSize: 8,
    batchSize: 2,
  });
  const batches = createWindowGanBatches(config, [noise(40, 1, 21)], []);
  const all = [...batches.train(0)];
  expect(all.map(({ further }) => further.length)).toEqual([4, 4, 1]); // 24 windows: 10, 10 and 4
  const [first] = all;
  expect(new Set([first, ...first.further].map(({ days }) => days.join())).size).toBe(5);
  expect(first.mix).toHaveLength(2);
  const gaps = all.flatMap((batch) => [batch, ...batch.further]).filter(({ mask }) => mask);
  expect(gaps.length).toBeGreaterThan(0);
  for (const { days, mask = [] } of gaps) {
    expect(days.filter((_, i) => mask[i] === 0).every((value) => value === 0)).toBe(true);
  }
  const [again] = [...batches.train(0, 2)];
  expect(again.days).toEqual(all[2].days);
  expect(again.generated).toEqual(all[2].generated);
});

test('with a cycle weight the generator learns from windows, too', async () => {
  const steps = await Promise.all(
    [0, 5].map(async (cycleWeight) => {
      const config = WindowGanConfig.parse({ ...small, cycleWeight });
      const networks = buildWindowNetworks(config, 2);
      const first = drawWindowWeights(networks, 1);
      const parts = { config, channels: ['a', 'b'], fixed: {} };
      const model = createWindowModel(networks, first, parts);
      const [batch] = [...createWindowGanBatches(config, [noise(40, 1)], []).train(0)];
      const rates = { generator: 0.01, discriminator: 0.01, encoder: 0.01 };
      const losses = await model.step(batch, { learningRates: rates, step: 0 });
      const { arrays } = await model.state();
      model.dispose();
      return { losses, arrays };
    }),
  );
  const [alone, cycle] = steps;
  expect(cycle.losses.g).toBe(alone.losses.g);
  const name = 'generator.last.weight';
  expect(cycle.arrays[name].data).not.toEqual(alone.arrays[name].data);
  const other = 'discriminator.dense.weight';
  expect(cycle.arrays[other].data).toEqual(alone.arrays[other].data);
});

test('a mask hides the same values of generated windows', async () => {
  const config = WindowGanConfig.parse(small);
  const { pair } = buildWindowNetworks(config, 2);
  const arrays = drawWindowWeights(buildWindowNetworks(config, 2), 1);
  const [batch] = [...createWindowGanBatches(config, [noise(40, 1)], []).train(0)];
  const blank = { ...batch, days: new Float32Array(batch.days.length) };
  const mask = new Float32Array(batch.days.length);
  const training = {
    optimizer: TrainConfig.parse({}),
    classWeight: 0,
    penaltyWeight: 0,
    config: {},
  };
  const model = createGanModel(pair, arrays, training);
  const rates = { generator: 0, discriminator: 0 };
  const before = tf.memory().numTensors;
  const { d, g } = await model.step({ ...blank, mask }, { learningRates: rates, step: 0 });
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
  // real and generated windows are the same, judged x: g = softplus(−x), 2d = softplus(−x) + softplus(x), which is x more
  const x = -Math.log(Math.exp(g) - 1);
  expect(2 * d).toBeCloseTo(2 * g + x, 5);
});

test('continues a stopped training to the same bits', async () => {
  const whole = await windowGan.create(small).fit([noise(60, 1)], { validation: [noise(20, 2)] });
  const stop = new AbortController();
  let bytes = new Uint8Array();
  const callbacks = [
    saveCheckpoints({
      writeBest() {},
      writeLast(last) {
        bytes = Uint8Array.from(last);
      },
    }),
    { onStepEnd: ({ step }: { step: number }) => void (step === 5 && stop.abort()) },
  ];
  const options = { validation: [noise(20, 2)], signal: stop.signal };
  await windowGan.create(small, { callbacks }).fit([noise(60, 1)], options);
  const resume: Checkpoint = decodeCheckpoint(bytes, 'last.ckpt');
  expect(resume.training.step).toBe(5);
  const rest = await windowGan
    .create(small, { resume })
    .fit([noise(60, 1)], { validation: [noise(20, 2)] });
  expect(rest.state().arrays).toEqual(whole.state().arrays);
  const other = windowGan.create({ ...small, latentSize: 4 }, { resume }).fit([noise(60, 1)]);
  await expect(other).rejects.toThrow(ShapeError);
});

test('scores by the error of the last row, and adds the features to all of its readings', async () => {
  const fitted = await windowGan.create(small).fit([noise(60, 1)]);
  const frame = noise(12, 3);
  const [{ channels = [] }, made] = [
    await fitted.score(frame),
    (await fitted.reconstruct?.(frame)) ?? [],
  ];
  for (let i = 6; i < 24; i++) {
    expect(channels[i] / (made[i] - frame.values[i]) ** 2).toBeCloseTo(1, 3);
  }
  const state = fitted.state();
  const config = { ...state.config, scoreFeatureWeight: 2 };
  const both = await windowGan.restore({ ...state, config }).score(frame);
  const units = state.arrays['scale.deviations'].data.map((one) => one ** 2);
  for (let t = 3; t < 12; t++) {
    const added = [0, 1].map(
      (c) => ((both.channels?.[2 * t + c] ?? NaN) - channels[2 * t + c]) / units[c],
    );
    expect(added[0]).toBeGreaterThan(0);
    expect(added[1] / added[0]).toBeCloseTo(1, 3);
  }
});

test('says what fits where settings do not', async () => {
  expect(() => windowGan.create({ variant: 'acgan' })).toThrow(ConfigError);
  expect(() => windowGan.create({ minEpochs: 9, maxEpochs: 2 })).toThrow(
    'minEpochs must not be larger',
  );
  const odd = windowGan.create({ ...small, variant: 'gan', windowSize: 20 }).fit([noise(60, 1)]);
  await expect(odd).rejects.toThrow('that 8 divides, got 20');
  const short = windowGan.create(small).fit([noise(3, 1)]);
  await expect(short).rejects.toThrow('training recording');
  const stopped = windowGan.create(small).fit([noise(60, 1)], { signal: AbortSignal.abort() });
  await expect(stopped).rejects.toThrow(StoppedError);
});
