/** Tests of the loss: weights that change during training, missing readings in both orders. */
import { createRandom, mean } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { expect, test } from 'vitest';
import { AutoencoderConfig } from '../config.js';
import { withStandIns } from './batches.js';
import { klWeightAt, windowLosses } from './loss.js';
import { tensorsOf } from './model.js';
import { runNetwork } from './network.js';
import { initialWeights, parameterShapes } from './shapes.js';
import { forcedShare } from './teacher-forcing.js';

test('raises the weight of the divergence linearly, and has all of it in validation', () => {
  const config = AutoencoderConfig.parse({ variational: true, klWeight: 3, klAnnealingSteps: 4 });
  expect([0, 1, 2, 4, 9, undefined].map((step) => klWeightAt(config, step))).toEqual([
    0, 0.75, 1.5, 3, 3, 3,
  ]);
  expect(klWeightAt({ ...config, klAnnealingSteps: 0 }, 0)).toBe(3);
});

test('lowers the share of true rows linearly to 0', () => {
  const config = AutoencoderConfig.parse({
    decoder: 'autoregressive',
    teacherForcing: 0.8,
    teacherForcingDecaySteps: 4,
  });
  const shares = [0, 1, 2, 4, 9].map((step) => forcedShare(config, step));
  for (const [i, share] of [0.8, 0.6, 0.4, 0, 0].entries())
    expect(shares[i]).toBeCloseTo(share, 12);
  expect(forcedShare({ ...config, teacherForcingDecaySteps: 0 }, 9)).toBe(0.8);
});

test('leaves a missing reading out in both orders', async () => {
  await useBackend('cpu');
  const config = AutoencoderConfig.parse({
    windowSize: 4,
    hiddenSize: 3,
    embeddingSize: 2,
    direction: 'both',
    reverseTarget: false,
  });
  const weights = tensorsOf(initialWeights(parameterShapes(config, 2), createRandom(3)));
  const target = Float32Array.from({ length: 8 }, (_, i) => (i === 3 ? NaN : Math.sin(i)));
  const mask = target.map((value) => (Number.isNaN(value) ? 0 : 1));
  const input = withStandIns(target);
  const { outputs } = runNetwork({ config, weights }, tf.tensor(input, [1, 4, 2]));
  const [forward, backward] = outputs.map((rows) => [...rows.dataSync()]);
  const errors = [...target].flatMap((value, i) => {
    if (Number.isNaN(value)) return [];
    const mirrored = (3 - Math.floor(i / 2)) * 2 + (i % 2);
    return [(forward[i] - value) ** 2, (backward[mirrored] - value) ** 2];
  });
  expect(errors).toHaveLength(14);
  const tensorOf = (values: Float32Array) => tf.tensor(values, [1, 4, 2]);
  const batch = { input: tensorOf(input), target: tensorOf(target), mask: tensorOf(mask) };
  const [loss] = windowLosses({ config, weights }, batch);
  expect(loss.dataSync()[0]).toBeCloseTo(mean(errors), 6);
});
