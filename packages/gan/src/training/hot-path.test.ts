/** What a step of training computes with: kernels of `simd`, and no operation that TensorFlow.js brings in JavaScript. */
import { createRandom } from '@anodec/core';
import { fallbackCount, tf, useBackend } from '@anodec/kernels';
import { TrainConfig } from '@anodec/model';
import { beforeAll, expect, test } from 'vitest';
import { GanConfig, settleConfig } from '../config.js';
import { buildGan, drawGan } from '../gan-networks.js';
import { variantNames, variants } from '../variants.js';
import { createBatches } from './batches.js';
import { createGanModel } from './gan-model.js';

const calls = new Map<string, number>();

/** They compute nothing: a tensor of another shape over the same values. */
const WITHOUT_ARITHMETIC = ['Identity', 'Reshape'];

/** Stock kernels that are called from here on are counted, also where a kernel of `simd` hands a call on. */
beforeAll(async () => {
  await useBackend('cpu');
  for (const config of tf.getKernelsForBackend('cpu')) {
    tf.unregisterKernel(config.kernelName, 'cpu');
    tf.registerKernel({
      ...config,
      kernelFunc(call) {
        if (!isSameType(config.kernelName, call)) {
          calls.set(config.kernelName, (calls.get(config.kernelName) ?? 0) + 1);
        }
        return config.kernelFunc(call);
      },
    });
  }
  await useBackend('simd', { threads: 1 });
});

/** A cast to the type that a tensor has already hands it on as it is. */
function isSameType(name: string, call: Parameters<tf.KernelFunc>[0]): boolean {
  const { x } = call.inputs;
  return name === 'Cast' && x?.dtype === call.attrs?.['dtype'];
}

test('a stock operation would be seen', () => {
  calls.clear();
  tf.tidy(() => tf.cumsum(tf.ones([3])).dataSync());
  expect([...calls.keys()]).toContain('Cumsum');
});

test.each([
  ...variantNames.map((variant) => ({ variant, spectralNorm: false })),
  { variant: 'cgan' as const, spectralNorm: true },
  { variant: 'wgan-gp' as const, spectralNorm: true },
])('a step of $variant calls no stock kernel, spectralNorm $spectralNorm', async (network) => {
  const { variant } = network;
  const settings = { ...network, latentSize: 5, batchSize: 4, capacity: 1 / 16 };
  const config = settleConfig(GanConfig.parse(settings));
  const classes = variants[variant].hasLabels ? 2 : 1;
  const built = buildGan(variant, { ...settings, width: 16, classes });
  const optimizer = TrainConfig.parse({ learningRate: 1e-3 });
  const training = { optimizer, classWeight: 0.5, penaltyWeight: 10, config: {} };
  const model = createGanModel(built, drawGan(built, 1), training);
  const random = createRandom(1);
  const values = Float32Array.from({ length: 6 * 16 }, () => random.uniform());
  const labels = Int32Array.from({ length: 6 }, (_, day) => day % classes);
  const batches = createBatches({ values, width: 16, labels, classes }, config);
  const [batch] = batches.train(0);
  const composed = fallbackCount();
  calls.clear();
  const rates = { generator: 1e-3, discriminator: 1e-3 };
  await model.step(batch, { learningRates: rates, step: 0 });
  for (const name of WITHOUT_ARITHMETIC) calls.delete(name);
  expect([...calls]).toEqual([]);
  expect(fallbackCount()).toBe(composed);
  model.dispose();
});
