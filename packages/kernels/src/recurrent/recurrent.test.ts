/** How the operation behaves, on every backend that this machine has; numbers are in goldens.test.ts. */
import { beforeAll, describe, expect, test } from 'vitest';
import { availableBackends } from '../testing/available-backends.js';
import { useBackend } from '../backend.js';
import { registerEngine } from '../engine.js';
import { plainProducts } from '../products.js';
import { errorsOfKernel } from '../testing/kernel-cases.js';
import { tf } from '../tensorflow.js';
import { type CellName, cells } from './cells.js';
import { recurrent, type RecurrentWeights } from './recurrent.js';
import { fallbackCount, type KernelName, runKernel } from './run-kernel.js';

const here = (await availableBackends()).flatMap(({ name, problem }) => (problem ? [] : [name]));
const ways: [string, KernelName][] = [
  ...here.map((backend): [string, KernelName] => [backend, 'auto']),
  ['cpu', 'reference'],
  ['wasm', 'composed'],
];

const cellNames = Object.keys(cells) as CellName[];
const odd = { B: 3, W: 5, I: 4, H: 7 };

describe.each(ways)('on %s, kernel %s', (backend, kernel) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  // every edge of a size is in one of them, and every option meets an odd size
  test.each([
    { B: 1, W: 1, I: 1, H: 1 },
    { B: 63, W: 2, I: 51, H: 51, reverse: true },
    { B: 2, W: 500, I: 3, H: 3, finalCell: true },
    { B: 1, W: 500, I: 2, H: 1, last: true },
    { B: 2, W: 2, I: 3, H: 65, constantInput: true, finalCell: true },
    { B: 63, W: 3, I: 1, H: 3, last: true, reverse: true, finalCell: true },
    { B: 3, W: 4, I: 65, H: 65, lengths: [0, 4, 1], reverse: true, finalCell: true },
    { B: 5, W: 9, I: 3, H: 51, lengths: [9, 1, 3, 0, 8], constantInput: true, last: true },
  ])('computes what the reference does in double precision: %o', async (layer) => {
    if (kernel === 'composed' && layer.W === 500) return; // seconds, and no other path than W 9
    for (const cell of cellNames) {
      const finalCell = layer.finalCell && cell === 'lstm';
      const run = (call: Parameters<typeof runKernel>[1]) => runKernel(cell, call, kernel);
      const errors = await errorsOfKernel(cell, run, { ...layer, finalCell });
      // single precision, summed over up to 500 rows
      const tooLarge = Object.entries(errors).filter(([, error]) => !(error < 1e-5));
      expect({ cell, tooLarge }).toEqual({ cell, tooLarge: [] });
    }
  });

  test.each(cellNames)('keeps no tensor alive, %s', (cell) => {
    const weights = randomWeights(cell, odd);
    const input = wave(odd.B, odd.W, odd.I);
    const hidden = wave(odd.B, odd.H);
    const upstream = wave(odd.B, odd.W, odd.H);
    const step = () => {
      const run = (x: tf.Tensor, h: tf.Tensor) =>
        recurrent(cell, x, weights, { kernel, initial: { hidden: h }, lengths: [5, 2, 3] });
      tf.dispose(tf.grads(run)([input, hidden], upstream));
      run(input, hidden).dispose();
    };
    step();
    const before = counts();
    for (let times = 0; times < 50; times++) step();
    expect(counts()).toEqual(before);
    tf.dispose([{ ...weights }, input, hidden, upstream]);
  });

  test.each(cellNames)(
    'carries NaN and infinity on, in their own sequence only, %s',
    async (cell) => {
      const { B, W, I, H } = odd;
      const weights = randomWeights(cell, odd);
      for (const [bad, reverse] of [
        [NaN, false],
        [NaN, true],
        [Infinity, false],
        [-Infinity, true],
      ] as const) {
        const values = (await wave(B, W, I).data()).slice();
        values[(1 * W + 2) * I + 3] = bad;
        const given = tf.tensor(values, [B, W, I]);
        const output = await recurrent(cell, given, weights, { kernel, reverse }).data();
        const expected = Number.isNaN(bad)
          ? (at: number) => Math.floor(at / (W * H)) === 1 && (Math.floor(at / H) % W) - 2 >= 0
          : () => false; // the gates are at their ends then, which is a number
        const wrong = [...output.keys()].filter(
          (at) => Number.isNaN(output[at]) !== expected(reverse ? mirrored(at, W, H) : at),
        );
        expect({ bad, reverse, wrong }).toEqual({ bad, reverse, wrong: [] });
      }
    },
  );

  test.each(cellNames)('never looks at what lies past the lengths, %s', async (cell) => {
    const { B, W, I, H } = odd;
    const weights = randomWeights(cell, odd);
    const lengths = [2, 5, 0];
    const run = (...[x, weightIh, weightHh, biasIh, biasHh]: tf.Tensor[]) => {
      const layer = { weightIh, weightHh, biasIh, biasHh };
      return recurrent(cell, x, layer, { kernel, lengths });
    };
    const resultsWith = async (rest: number) => {
      const values = (await wave(B, W, I).data()).slice();
      lengths.forEach((length, b) => values.fill(rest, (b * W + length) * I, (b + 1) * W * I));
      const all = [tf.tensor(values, [B, W, I]), ...Object.values(weights)];
      const gradients = tf.grads(run)(all, wave(B, W, H));
      return Promise.all([run(...all), ...gradients].map((one) => one.data()));
    };
    const results = await resultsWith(7);
    expect(results.every((one) => one.every(Number.isFinite))).toBe(true);
    expect(await resultsWith(NaN)).toEqual(results);
  });

  test.each(cellNames)('takes transposed and sliced tensors, %s', async (cell) => {
    const { B, W, I, H } = odd;
    const { weightIh, weightHh, biasIh, biasHh } = randomWeights(cell, odd);
    const GH = biasIh.size;
    const views = [
      tf.slice(tf.transpose(wave(W, B + 2, I), [1, 0, 2]), [1, 0, 0], [B, W, I]),
      tf.transpose(tf.slice(wave(I + 3, GH), [2, 0], [I, GH])),
      tf.reshape(tf.slice(wave(B * H + 5), [5], [B * H]), [B, H]),
      tf.transpose(wave(H, W, B), [2, 1, 0]), // what comes back for the output
    ];
    expect(weightIh.shape).toEqual(views[1].shape);
    const copies = await Promise.all(
      views.map(async (view) => tf.tensor((await view.data()).slice(), view.shape)),
    );
    const run = (...[input, weight, hidden]: tf.Tensor[]) => {
      const weights = { weightIh: weight, weightHh, biasIh, biasHh };
      return recurrent(cell, input, weights, { kernel, initial: { hidden } });
    };
    const resultsOf = async (tensors: tf.Tensor[]) => {
      const gradients = tf.grads(run)(tensors.slice(0, 3), tensors[3]);
      return Promise.all([run(...tensors), ...gradients].map((one) => one.data()));
    };
    expect(await resultsOf(views)).toEqual(await resultsOf(copies));
  });

  test.each(cellNames)('scores a window alone as it does in a batch, %s', async (cell) => {
    const sizes = { B: 37, W: 4, I: 3, H: 5 };
    const weights = randomWeights(cell, sizes);
    const input = wave(37, 4, 3);
    const all = await recurrent(cell, input, weights, { kernel }).data();
    for (const b of [0, 17, 36]) {
      const one = tf.slice(input, [b, 0, 0], [1, 4, 3]);
      const alone = await recurrent(cell, one, weights, { kernel }).data();
      expect(alone).toEqual(all.slice(b * 4 * 5, (b + 1) * 4 * 5));
    }
  });
});

describe('on cpu', () => {
  beforeAll(async () => {
    await useBackend('cpu');
  });

  test('omits the gradient of the input where it was not requested', () => {
    const weights = randomWeights('lstm', odd);
    const input = wave(odd.B, odd.W, odd.I);
    const run = (wanted: boolean) => (x: tf.Tensor) =>
      recurrent('lstm', x, weights, { inputGradient: wanted });
    expect(() => tf.grads(run(false))([input])).toThrow('Cannot compute gradient');
    expect(tf.grads(run(true))([input])).toHaveLength(1);
  });

  test.each([
    ['biasHh must be (28), got (3).', { biasHh: tf.zeros([3]) }, {}],
    // the right size, the wrong way round
    ['weightIh must be (28, 4), got (4, 28).', { weightIh: tf.zeros([4, 28]) }, {}],
    ['initial.cell must be (3, 7), got (7, 3).', {}, { initial: { cell: tf.zeros([7, 3]) } }],
    ['lengths must name the rows of 3 sequences, got 2 lengths.', {}, { lengths: [1, 2] }],
    ['must be whole numbers from 0 to 5, got 6 for sequence 1.', {}, { lengths: [1, 6, 2] }],
    ['must be whole numbers from 0 to 5, got 2.5 for sequence 2.', {}, { lengths: [1, 5, 2.5] }],
  ])('refuses what does not fit: %s', (message, other, options) => {
    const weights = { ...randomWeights('lstm', odd), ...other };
    const run = () => recurrent('lstm', wave(odd.B, odd.W, odd.I), weights, options);
    expect(run).toThrow(message);
  });

  test('refuses an input that is no sequence', () => {
    const run = () => recurrent('gru', wave(4), randomWeights('gru', odd));
    expect(run).toThrow(
      'input must be (B, W, I), or (B, I) together with steps, got 1 dimensions.',
    );
  });

  test('composes and counts what a backend’s own kernel declines, and nothing else', () => {
    const weights = randomWeights('gru', odd);
    const run = (kernel: KernelName) =>
      recurrent('gru', wave(odd.B, odd.W, odd.I), weights, { kernel }).dataSync();
    const before = fallbackCount();
    const expected = run('composed');
    run('auto');
    expect(fallbackCount()).toBe(before);
    registerEngine('cpu', { recurrent: { gru: () => undefined }, products: plainProducts });
    expect(run('auto')).toEqual(expected);
    run('reference');
    expect(fallbackCount()).toBe(before + 1);
  });
});

function randomWeights(
  cell: CellName,
  { I, H }: { readonly I: number; readonly H: number },
): RecurrentWeights {
  const GH = cells[cell].reference.gates * H;
  return {
    weightIh: wave(GH, I),
    weightHh: wave(GH, H),
    biasIh: wave(GH),
    biasHh: wave(GH),
  };
}

/** The element of (B, W, H) at the row that reverse walks over at the same step. */
function mirrored(at: number, W: number, H: number): number {
  const [b, w, h] = [Math.floor(at / (W * H)), Math.floor(at / H) % W, at % H];
  return (b * W + W - 1 - w) * H + h;
}

/** Tensors that the engine and the backend hold. */
function counts(): number[] {
  return [tf.memory().numTensors, tf.engine().backend.numDataIds()];
}

function wave(...shape: number[]): tf.Tensor {
  const length = shape.reduce((size, dim) => size * dim);
  return tf.tensor(
    Float32Array.from({ length }, (_, i) => Math.sin(i * i)),
    shape,
  );
}
