import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../backend.js';
import { type CellName, cells, recurrent } from './recurrent.js';
import type { KernelName } from './registry.js';
import { tf, valuesOf } from '../tensorflow.js';

interface Golden {
  cell: CellName;
  B: number;
  W: number;
  I: number;
  H: number;
  initial: boolean;
  constant: boolean;
  last: boolean;
  tensors: Record<string, number[]>;
  upstream: number[];
  output: number[];
  gradients: Record<string, number[]>;
}

const fixture = new URL('../../../../test/fixtures/recurrent.json', import.meta.url);
const goldens = (JSON.parse(readFileSync(fixture, 'utf8')) as { cases: Golden[] }).cases;

// single precision over at most six steps against PyTorch in double precision
const TOLERANCE = 2e-6;

const ways: [string, KernelName][] = [
  ['wasm', 'fused'],
  ['cpu', 'fused'],
  ['wasm', 'reference'],
  ['wasm', 'composed'],
  ['cpu', 'composed'],
];

describe.each(ways)('on %s, %s', (backend, kernel) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each(goldens)(
    '$cell gives PyTorch’s values and gradients: B $B, W $W, I $I, H $H, constant $constant, last $last, initial $initial',
    (golden) => {
      const { names, run } = build(golden, kernel);
      const inputs = names.map((name) => tensorOf(golden, name));
      const output = run(inputs);
      expect(output.size).toBe(golden.output.length);
      expectClose(output, golden.output);
      const upstream = tf.tensor(golden.upstream, output.shape);
      const gradients = tf.grads((...given) => run(given))(inputs, upstream);
      names.forEach((name, i) => expectClose(gradients[i], golden.gradients[name]));
      tf.dispose([output, upstream, ...inputs, ...gradients]);
    },
  );
});

describe.each(Object.keys(cells) as CellName[])('%s', (cell) => {
  beforeAll(async () => {
    await useBackend('wasm');
  });

  test.each(['fused', 'composed'] as const)(
    'keeps no tensor alive over 200 steps, %s',
    (kernel) => {
      const golden = goldens.find((one) => one.cell === cell && one.initial) as Golden;
      const { names, run } = build(golden, kernel);
      const inputs = names.map((name) => tensorOf(golden, name));
      const upstream = tf.tensor(golden.upstream, [golden.B, golden.W, golden.H]);
      const before = counts();
      for (let step = 0; step < 200; step++) {
        tf.dispose(tf.grads((...given) => run(given))(inputs, upstream));
        tf.tidy(() => run(inputs)).dispose();
      }
      expect(counts()).toEqual(before);
      tf.dispose([upstream, ...inputs]);
    },
  );

  test.each(['fused', 'reference', 'composed'] as const)(
    'carries a NaN on from the step it comes in at, in its own window only, %s',
    (kernel) => {
      const golden = goldens.find((one) => one.cell === cell && one.W === 5) as Golden;
      const { B, W, I, H } = golden;
      const { names, run } = build(golden, kernel);
      const inputs = names.map((name) => tensorOf(golden, name));
      const values = Float32Array.from(golden.tensors.input);
      values[(1 * W + 2) * I] = NaN;
      inputs[names.indexOf('input')] = tf.tensor(values, [B, W, I]);
      const output = valuesOf(run(inputs));
      for (let b = 0; b < B; b++) {
        for (let w = 0; w < W; w++) {
          const row = output.subarray((b * W + w) * H, (b * W + w + 1) * H);
          expect(row.every(Number.isNaN)).toBe(b === 1 && w >= 2);
          expect(row.some(Number.isNaN)).toBe(b === 1 && w >= 2);
        }
      }
    },
  );

  test('gives the same result for windows alone and in a batch', () => {
    const I = 3;
    const H = 5;
    const G = cells[cell].reference.gates;
    const weights = {
      weightIh: tf.tensor(wave(G * H * I), [G * H, I]),
      weightHh: tf.tensor(wave(G * H * H), [G * H, H]),
      biasIh: tf.tensor(wave(G * H)),
      biasHh: tf.tensor(wave(G * H)),
    };
    const input = wave(37 * 4 * I);
    const all = valuesOf(recurrent(cell, tf.tensor(input, [37, 4, I]), weights));
    for (const b of [0, 17, 36]) {
      const one = tf.tensor(input.slice(b * 4 * I, (b + 1) * 4 * I), [1, 4, I]);
      const alone = valuesOf(recurrent(cell, one, weights));
      expect(alone).toEqual(all.slice(b * 4 * H, (b + 1) * 4 * H));
    }
  });
});

test('leaves the gradient of the input out when nobody asked', async () => {
  await useBackend('wasm');
  const golden = goldens[0];
  const input = tensorOf(golden, 'input');
  const run = (wanted: boolean) => (x: tf.Tensor) =>
    recurrent('lstm', x, weightsOf(golden), { inputGradient: wanted });
  expect(() => tf.grads(run(false))([input])).toThrow('Cannot compute gradient');
  expect(tf.grads(run(true))([input])).toHaveLength(1);
});

test('refuses weights that do not fit each other', () => {
  const golden = goldens[1];
  const weights = { ...weightsOf(golden), biasHh: tf.zeros([3]) };
  const run = () => recurrent('lstm', tensorOf(golden, 'input'), weights);
  expect(run).toThrow('biasHh must have 20 = 20 values, got 3.');
});

function build(golden: Golden, kernel: KernelName) {
  const names = Object.keys(golden.tensors);
  const run = (tensors: tf.Tensor[]): tf.Tensor => {
    const named = Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
    const { input, weightIh, weightHh, biasIh, biasHh, initialHidden, initialCell } = named;
    return recurrent(
      golden.cell,
      input,
      { weightIh, weightHh, biasIh, biasHh },
      {
        kernel,
        steps: golden.W,
        output: golden.last ? 'last' : 'sequence',
        initial: golden.initial ? { hidden: initialHidden, cell: initialCell } : {},
      },
    );
  };
  return { names, run };
}

function tensorOf(golden: Golden, name: string): tf.Tensor {
  const { B, W, I, H, constant } = golden;
  const GH = cells[golden.cell].reference.gates * H;
  const shapes: Record<string, number[]> = {
    input: constant ? [B, I] : [B, W, I],
    weightIh: [GH, I],
    weightHh: [GH, H],
    biasIh: [GH],
    biasHh: [GH],
    initialHidden: [B, H],
    initialCell: [B, H],
  };
  return tf.tensor(golden.tensors[name], shapes[name]);
}

function weightsOf(golden: Golden) {
  return {
    weightIh: tensorOf(golden, 'weightIh'),
    weightHh: tensorOf(golden, 'weightHh'),
    biasIh: tensorOf(golden, 'biasIh'),
    biasHh: tensorOf(golden, 'biasHh'),
  };
}

function expectClose(actual: tf.Tensor, expected: readonly number[]): void {
  const values = valuesOf(actual);
  expect(values).toHaveLength(expected.length);
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - values[i])), 0);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  expect(worst / largest).toBeLessThan(TOLERANCE);
}

/** Tensors that the engine and the backend hold. */
function counts(): number[] {
  return [tf.memory().numTensors, tf.engine().backend.numDataIds()];
}

function wave(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(i * i));
}
