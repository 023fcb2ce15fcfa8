/** Every option of `lstm` and `gru` against PyTorch, on every backend that this machine has. */
import { readFileSync } from 'node:fs';
import { createRandom, type Random } from '@anodec/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { availableBackends } from '../testing/available-backends.js';
import { useBackend } from '../backend.js';
import { differentiable } from '../custom-gradients.js';
import { tf } from '../tensorflow.js';
import { findWebgpuAdapter } from '../webgpu/load.js';
import { offerSoftwareAdapter } from '../testing/software-adapter.js';
import type { CellName } from './cells.js';
import { fallbackCount, type KernelName } from './run-kernel.js';
import { gru, lstm, type LstmOptions } from './stack.js';

interface Plain {
  shape: number[];
  values: number[];
}

interface Golden {
  name: string;
  cell: CellName;
  steps: number;
  last: boolean;
  lengths: number[] | null;
  dropout: { rate: number; mask: Plain } | null;
  tensors: Record<string, Plain>;
  upstream: Record<string, Plain>;
  results: Record<string, Plain>;
  gradients: Record<string, Plain>;
}

const fixture = new URL('../../../../test/fixtures/recurrent.json', import.meta.url);
const goldens = (JSON.parse(readFileSync(fixture, 'utf8')) as { cases: Golden[] }).cases;

// single precision over at most six rows and three layers against PyTorch in double precision
const TOLERANCE = 2e-6;

offerSoftwareAdapter();
const available = await availableBackends();
const adapter = await findWebgpuAdapter().catch(() => undefined);
const ways: { backend: string; kernel: KernelName }[] = [
  ...available.flatMap(({ name, problem }) =>
    problem ? [] : [{ backend: name, kernel: 'auto' as const }],
  ),
  { backend: 'cpu', kernel: 'composed' },
  { backend: 'wasm', kernel: 'composed' },
  { backend: 'cpu', kernel: 'reference' },
];

/** On a processor emulating a GPU every third; all with ANODEC_ALL_GOLDENS=1. */
function goldensOn(backend: string): Golden[] {
  const slow = backend === 'webgpu' && adapter?.software && !process.env.ANODEC_ALL_GOLDENS;
  return slow ? goldens.filter((_, i) => i % 3 === 0) : goldens;
}

const absent = available.filter(({ problem }) => problem);
test.skipIf(absent.length > 0).each(absent)('$name can be tested ($problem)', ({ problem }) => {
  expect(problem).toBeUndefined();
});

describe.each(ways)('on $backend, kernel $kernel', ({ backend, kernel }) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each(goldensOn(backend))(
    '$cell gives PyTorch’s values and gradients: $name',
    async (golden) => {
      const names = Object.keys(golden.tensors);
      const inputs = names.map((name) => tensorOf(golden.tensors[name]));
      const fallbacks = fallbackCount();
      const results: Record<string, tf.Tensor> = {};
      const gradients = tf.grads((...given: tf.Tensor[]) => {
        const answer = run(
          golden,
          Object.fromEntries(names.map((name, i) => [name, given[i]])),
          kernel,
        );
        for (const [name, tensor] of Object.entries(answer))
          results[name] = tf.keep(tf.clone(tensor));
        return withUpstream(answer, golden.upstream);
      })(inputs);
      const tooLarge: Record<string, number> = {};
      const answers = { ...results };
      for (const [i, name] of names.entries()) answers[`gradient of ${name}`] = gradients[i];
      const expected = { ...golden.results };
      for (const name of names) expected[`gradient of ${name}`] = golden.gradients[name];
      expect(shapesOf(answers)).toEqual(shapesOf(expected));
      for (const [name, { values }] of Object.entries(expected)) {
        const error = largestError(await answers[name].data(), values);
        if (!(error < TOLERANCE)) tooLarge[name] = error;
      }
      expect(tooLarge).toEqual({});
      expect(fallbackCount() - fallbacks).toBe(0);
      tf.dispose([results, inputs, gradients]);
    },
  );
});

function run(
  golden: Golden,
  { input, initial_hidden: hidden, initial_cell: cell, ...parameters }: Record<string, tf.Tensor>,
  kernel: KernelName,
): Record<string, tf.Tensor> {
  const { steps, lengths, dropout } = golden;
  const options: LstmOptions = {
    steps,
    output: golden.last ? 'last' : 'sequence',
    initial: { hidden, cell },
    lengths: lengths ?? undefined,
    dropout: dropout ? { rate: dropout.rate, random: drawing(dropout.mask.values) } : undefined,
    kernel,
  };
  const operation = golden.cell === 'lstm' ? lstm : gru;
  return { ...operation(input, parameters, options) };
}

/** A source of random numbers that drops exactly where the mask is 0. */
function drawing(mask: number[]): Random {
  let next = 0;
  return { ...createRandom(0), uniform: () => (mask[next++] === 0 ? 0 : 0.999) };
}

/** A scalar whose gradients with respect to the results are the given ones. */
function withUpstream(
  results: Record<string, tf.Tensor>,
  upstream: Record<string, Plain>,
): tf.Tensor {
  const names = Object.keys(upstream);
  const used = Object.fromEntries(names.map((name) => [name, results[name]]));
  const [scalar] = differentiable(used, () => ({
    values: [tf.scalar(0)],
    backward: () => Object.fromEntries(names.map((name) => [name, () => tensorOf(upstream[name])])),
  }));
  return scalar;
}

function tensorOf({ shape, values }: Plain): tf.Tensor {
  return tf.tensor(values, shape, 'float32');
}

function shapesOf(tensors: Record<string, { shape: number[] }>): Record<string, number[]> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
}

/** The largest error, relative to the largest value or to 1; NaN where there is one. */
function largestError(actual: ArrayLike<number>, expected: number[]): number {
  const errors = expected.map((value, i) => Math.abs(value - actual[i]));
  return Math.max(...errors) / Math.max(1, ...expected.map(Math.abs));
}
