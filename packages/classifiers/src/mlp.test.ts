/** Tests of networks against scikit-learn, from the same parameters on. */
import { readFileSync } from 'node:fs';
import { createRandom, quietWork } from '@anodec/core';
import { expect, test } from 'vitest';
import { mlp, MlpConfig } from './mlp.js';
import { outputsOf, type Shape } from './network/network.js';
import { trainNetwork } from './network/train-network.js';
import { fitPreparation, prepare } from './preparation.js';
import { farthest, useGolden } from './testing/golden.js';

const fixture = new URL('../../../test/fixtures/classifiers.json', import.meta.url);
const { fitTo, golden, labelsOf, rows, testAccuracy, testRows } = useGolden(
  readFileSync(fixture, 'utf8'),
);

const NAMES: Record<string, string> = {
  max_iter: 'maxIterations',
  tol: 'tolerance',
  learning_rate: 'learningRate',
  learning_rate_init: 'learningRateInit',
  power_t: 'powerT',
  nesterovs_momentum: 'nesterovsMomentum',
  n_iter_no_change: 'patience',
};

const preparation = fitPreparation(rows, 'standard');

test.each(golden.networks)(
  'learns the parameters of scikit-learn: $activation $hidden, $settings',
  async ({ classes, hidden, activation, settings, start, end, probabilities }) => {
    const named = Object.entries(settings).map(([name, value]) => [NAMES[name] ?? name, value]);
    const config = MlpConfig.parse({ ...Object.fromEntries(named), activation, shuffle: false });
    const { values: inputs, N, D } = prepare(rows, preparation);
    const labels = labelsOf(classes);
    const outputs = classes === 2 ? 1 : classes;
    const targets = new Float64Array(N * outputs).map((_, i) =>
      classes === 2
        ? labels.values[i]
        : Number(labels.values[Math.floor(i / outputs)] === i % outputs),
    );
    const shape: Shape = { units: [D, ...hidden, outputs], activation };
    const parameters = Float64Array.from(start);
    const random = createRandom(0);
    await trainNetwork(
      shape,
      parameters,
      { inputs, targets, N },
      labels,
      config,
      random,
      quietWork,
    );
    expect(farthest(parameters, end)).toBeLessThan(1e-6); // rounding grows over the steps
    const shares = outputsOf(shape, parameters, prepare(testRows, preparation).values);
    const expected = classes === 2 ? probabilities.filter((__, i) => i % 2 === 1) : probabilities;
    expect(farthest(shares.subarray(0, expected.length), expected)).toBeLessThan(1e-6);
  },
);

test('is right as often as scikit-learn, over seeds', async () => {
  const settings = { hiddenLayers: [12], maxIterations: 120, learningRateInit: 0.01 };
  let sum = 0;
  for (let seed = 0; seed < 5; seed++)
    sum += testAccuracy(await fitTo(mlp, 3, { ...settings, seed }));
  expect(Math.abs(sum / 5 - golden.accuracies.mlp)).toBeLessThan(0.01);
});

test('keeps the parameters of the best epoch on held-out rows', async () => {
  const settings = { hiddenLayers: [8], solver: 'adam', learningRateInit: 0.3, maxIterations: 60 };
  const stopped = { ...settings, earlyStopping: true, patience: 60 };
  const last = await fitTo(mlp, 3, settings);
  const best = await fitTo(mlp, 3, stopped);
  expect(best.state().model).not.toEqual(last.state().model);
  expect(testAccuracy(best)).toBeGreaterThan(0.7);
});

test('says so when the weights grow beyond all numbers', async () => {
  const settings = { solver: 'sgd', alpha: 1e6, learningRateInit: 1000 }; // every step turns the weights round
  await expect(fitTo(mlp, 3, settings)).rejects.toThrow('Training must end with finite weights');
});
