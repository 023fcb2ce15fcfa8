/** Every optimiser on every backend against torch.optim, over twenty steps. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { backends, useBackend } from '../backend.js';
import { trainingBackends } from '../testing/available-backends.js';
import { tf } from '../tensorflow.js';
import { adam, rmsprop, sgd, type UpdateRule } from './rules/index.js';
import { type Clipping, WeightOptimizer } from './weight-optimizer.js';

type Named = Record<string, number[]>;

interface Golden {
  shapes: Record<string, number[]>;
  before: Named;
  gradients: Named[];
  norms: number[];
  cases: {
    optimizer: 'adam' | 'adamw' | 'sgd' | 'rmsprop';
    options: Record<string, unknown>;
    clip: Clipping | null;
    after: Named;
    slots: Record<string, Named>;
  }[];
}

const fixture = new URL('../../../../test/fixtures/optimizers.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;
const { shapes } = golden;
const names = Object.keys(shapes);
const here = await trainingBackends();

const rules: Record<string, UpdateRule> = {
  adam: adam({ amsgrad: true, decoupled: false, weightDecay: 0.1 }),
  adamw: adam({ weightDecay: 0.1 }),
  sgd: sgd({ momentum: 0.9, nesterov: true }),
  rmsprop: rmsprop({ momentum: 0.9, centered: true }),
};

describe.each([...here, 'another backend'])('on %s', (backend) => {
  beforeAll(async () => {
    if (backend in backends) await useBackend(backend);
    else await useUnknownBackend(backend);
  });

  test.each(golden.cases)('$optimizer $options, clip: $clip, is PyTorch’s', async (one) => {
    const optimizer = new WeightOptimizer(ruleOf(one), shapes);
    for (const name of names) {
      optimizer.write(name, { weight: Float32Array.from(golden.before[name]) });
    }
    for (const [step, gradients] of golden.gradients.entries()) {
      const tensors = names.map((name) => tf.tensor(gradients[name], shapes[name]));
      const options = { learningRate: 0.01, ...(one.clip && { clip: one.clip }) };
      const norm = optimizer.step(tensors, options);
      // before clipping, whatever the clipping
      expect((await norm.data())[0] / golden.norms[step]).toBeCloseTo(1, 6);
    }
    expect([...optimizer.slots].sort()).toEqual(Object.keys(one.slots).sort());
    for (const name of names) {
      const { weight, ...kept } = await optimizer.read(name);
      expect(largestDifference(weight, one.after[name])).toBeLessThan(1e-5);
      for (const [slot, values] of Object.entries(kept)) {
        // of their own size: squares are up to 10⁴, and of sums that nearly cancel rounding remains
        const expected = one.slots[slot][name];
        const size = Math.max(...expected.map(Math.abs));
        expect(largestDifference(values, expected) / size).toBeLessThan(5e-6);
      }
    }
    optimizer.dispose();
  });

  test.each(Object.entries(rules))('200 steps of %s leave no tensor behind', (_, rule) => {
    const before = tf.memory().numTensors;
    const optimizer = new WeightOptimizer(rule, { a: [3, 5], b: [7] });
    const clip = { algorithm: 'value', limit: 0.5 } as const;
    for (let step = 0; step < 200; step++) {
      const gradients = [tf.ones([3, 5]), tf.ones([7])];
      tf.dispose([optimizer.step(gradients, { learningRate: 0.1, clip }), ...gradients]);
    }
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('an optimiser keeps what was written, whatever becomes of the array', async () => {
    const optimizer = new WeightOptimizer(adam(), { a: [2] });
    const weight = Float32Array.of(1, 2);
    optimizer.write('a', { weight, second: Float32Array.of(3, 4) });
    weight.fill(9);
    const expected = { weight: [1, 2], first: [0, 0], second: [3, 4] };
    const read = await optimizer.read('a');
    expect(Object.fromEntries(Object.entries(read).map(([k, v]) => [k, [...v]]))).toEqual(expected);
    optimizer.dispose();
  });

  test('centred RMSprop stays finite where the gradient is always the same', async () => {
    const optimizer = new WeightOptimizer(rmsprop({ centered: true, alpha: 0.5 }), { a: [4] });
    for (let step = 0; step < 60; step++) {
      optimizer.step([tf.tensor([0.1, 1 / 3, -7e-5, 12345])], { learningRate: 1e-3 });
    }
    const { weight } = await optimizer.read('a');
    expect([...weight].every(Number.isFinite)).toBe(true);
    optimizer.dispose();
  });
});

/** The rule with our names for the options of PyTorch. */
function ruleOf({ optimizer, options }: Golden['cases'][number]): UpdateRule {
  const { weight_decay, betas, eps, ...others } = options as Record<string, number> & {
    betas?: [number, number];
  };
  const renamed = {
    ...others,
    ...(weight_decay !== undefined && { weightDecay: weight_decay }),
    ...(betas && { beta1: betas[0], beta2: betas[1] }),
    ...(eps !== undefined && { epsilon: eps }),
  };
  if (optimizer === 'sgd') return sgd(renamed);
  if (optimizer === 'rmsprop') return rmsprop(renamed);
  return adam({ ...renamed, decoupled: optimizer === 'adamw' });
}

/** One that has no kernels of its own here, so that everything is composed of its operations. */
async function useUnknownBackend(name: string): Promise<void> {
  await useBackend('cpu');
  tf.registerBackend(name, () => tf.findBackend('cpu'));
  tf.copyRegisteredKernels('cpu', name);
  await tf.setBackend(name);
}

/** NaN counts as infinite. */
function largestDifference(actual: Float32Array, expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length);
  return actual.reduce((most, value, i) => {
    const difference = Math.abs(value - expected[i]);
    return Number.isNaN(difference) ? Infinity : Math.max(most, difference);
  }, 0);
}
