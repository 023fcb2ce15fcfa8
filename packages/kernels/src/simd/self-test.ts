/**
 * The self-test of the native kernels, a program of its own: a kernel that crashes takes only this process with it.
 *
 * Computes small problems of each family with WebAssembly and with the native build, and prints as JSON what differs.
 * Usage: node self-test.js ADDON
 */
import { recurrent } from '../recurrent/recurrent.js';
import { tf } from '../tensorflow.js';
import { loadSimdBackend, SIMD, unloadSimdBackend } from './load.js';
import { askedNative } from './native.js';

/** Largest difference, as a share of the largest value: float32 sums of some hundred terms in another order. */
const TOLERANCE = 1e-5;

/** What a problem gives, in the order in which it is compared. */
type Results = readonly Float32Array[];

/** Problems by the name of their family; sizes fill no tile, no group and no block. */
const problems: Readonly<Record<string, () => tf.Tensor[]>> = {
  products: () => [
    tf.matMul(wave(37, 300), wave(300, 41)),
    tf.matMul(wave(2, 300, 20), wave(2, 16, 300), true, true),
    tf.matMul(wave(64, 40), wave(32, 40), false, true),
  ],
  lstm: () => layers('lstm'),
  gru: () => layers('gru'),
};

const [file] = process.argv.slice(2);
const inWebAssembly = await compute(false);
const native = await compute(askedNative());
unloadSimdBackend();
const wrong = Object.keys(problems).filter((name) => !agree(inWebAssembly[name], native[name]));
process.stdout.write(JSON.stringify({ wrong }));

async function compute(build: ReturnType<typeof askedNative>): Promise<Record<string, Results>> {
  await loadSimdBackend({ threads: 2, native: build, nativeFile: file });
  await tf.setBackend(SIMD);
  const families = Object.entries(problems).map(([name, run]): [string, Results] => {
    const tensors = tf.tidy(run);
    return [name, tensors.map((tensor) => tensor.dataSync<'float32'>())];
  });
  return Object.fromEntries(families);
}

function agree(expected: Results, got: Results): boolean {
  return expected.every((values, i) => {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // so written that NaN disagrees
    return values.every((value, j) => Math.abs(value - got[i][j]) <= TOLERANCE * largest);
  });
}

/** Values and gradients of layers: whole and ragged groups, both directions, lengths, a constant input. */
function layers(cell: 'lstm' | 'gru'): tf.Tensor[] {
  const [B, W, I, H] = [37, 12, 9, 21];
  const rows = cell === 'lstm' ? 4 * H : 3 * H;
  const weights = [wave(rows, I), wave(rows, H), wave(rows), wave(rows)];
  const lengths = Array.from({ length: B }, (_, b) => 1 + ((5 * b) % W));
  const calls = [
    { input: wave(B, W, I), options: { reverse: true } },
    { input: wave(B, W, I), options: { lengths } },
    { input: wave(B, I), options: { steps: W } },
  ];
  return calls.flatMap(({ input, options }) => {
    const layer = (...[x, weightIh, weightHh, biasIh, biasHh]: tf.Tensor[]): tf.Tensor =>
      recurrent(cell, x, { weightIh, weightHh, biasIh, biasHh }, options);
    const given = [input, ...weights];
    return [layer(...given), ...tf.grads(layer)(given, wave(B, W, H))];
  });
}

/** Smooth values of changing sign, no two rows alike. */
function wave(...shape: number[]): tf.Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i * 0.7 + i * i * 0.001));
  return tf.tensor(values, shape);
}
