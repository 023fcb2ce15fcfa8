/** PyTorch's values and gradients of every option of `lstm` and `gru`, and how far a backend is from them. */
import { readFileSync } from 'node:fs';
import { createRandom, type Random } from '@anodec/core';
import { differentiable } from '../custom-gradients.js';
import type { CellName } from '../recurrent/cells.js';
import { fallbackCount, type KernelName } from '../recurrent/run-kernel.js';
import { gru, lstm, type LstmOptions } from '../recurrent/stack.js';
import { tf } from '../tensorflow.js';

interface Plain {
  readonly shape: number[];
  readonly values: number[];
}

/** A call, and what PyTorch answers in double precision; written by `utils/golden/recurrent.py`. */
export interface Golden {
  readonly name: string;
  readonly cell: CellName;
  readonly steps: number;
  readonly last: boolean;
  readonly lengths: number[] | null;
  readonly dropout: { readonly rate: number; readonly mask: Plain } | null;
  readonly tensors: Record<string, Plain>;
  readonly upstream: Record<string, Plain>;
  readonly results: Record<string, Plain>;
  readonly gradients: Record<string, Plain>;
}

/** Single precision over at most six rows and three layers against PyTorch in double precision. */
export const GOLDEN_TOLERANCE = 2e-6;

/** Reads the cases of a fixture. */
export function readGoldens(file: string | URL): Golden[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { cases: Golden[] }).cases;
}

/**
 * Runs a case forward and backward on the current backend.
 *
 * @returns for each result and gradient its largest error, relative to its largest value or to 1; Infinity where the
 *   shape is another one. And how many layers had to be composed
 */
export async function errorsOfGolden(
  golden: Golden,
  kernel: KernelName,
): Promise<{ errors: Record<string, number>; fallbacks: number }> {
  const names = Object.keys(golden.tensors);
  const inputs = names.map((name) => tensorOf(golden.tensors[name]));
  const before = fallbackCount();
  const results: Record<string, tf.Tensor> = {};
  const gradients = tf.grads((...given: tf.Tensor[]) => {
    const named = Object.fromEntries(names.map((name, i) => [name, given[i]]));
    const answer = run(golden, named, kernel);
    for (const [name, tensor] of Object.entries(answer)) results[name] = tf.keep(tf.clone(tensor));
    return withUpstream(answer, golden.upstream);
  })(inputs);
  const answers = { ...results };
  const expected = { ...golden.results };
  for (const [i, name] of names.entries()) {
    answers[`gradient of ${name}`] = gradients[i];
    expected[`gradient of ${name}`] = golden.gradients[name];
  }
  const errors: Record<string, number> = {};
  for (const name of new Set([...Object.keys(answers), ...Object.keys(expected)])) {
    errors[name] = await errorOf(answers[name], expected[name]);
  }
  tf.dispose([results, inputs, gradients]);
  return { errors, fallbacks: fallbackCount() - before };
}

async function errorOf(
  actual: tf.Tensor | undefined,
  expected: Plain | undefined,
): Promise<number> {
  if (!actual || !expected || String(actual.shape) !== String(expected.shape)) return Infinity;
  return largestError(await actual.data(), expected.values);
}

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

/** The largest error, relative to the largest value or to 1; NaN where there is one. */
function largestError(actual: ArrayLike<number>, expected: number[]): number {
  const errors = expected.map((value, i) => Math.abs(value - actual[i]));
  return Math.max(...errors) / Math.max(1, ...expected.map(Math.abs));
}
