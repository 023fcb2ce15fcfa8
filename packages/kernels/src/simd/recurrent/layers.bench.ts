/**
 * Recurrent layers alone, forward and backward without the gradient of the first input: how much of
 * the machine's arithmetic they use.
 *
 *     npm run bench -- layers [--cell gru] [--threads 2] [--strict]
 */
import { cpus } from 'node:os';
import { recurrent } from '../../recurrent/recurrent.js';
import { tf } from '../../tensorflow.js';
import { loadSimdBackend, SIMD, simdStatus } from '../load.js';
import type { Cell } from './sections.js';

interface LayerSizes {
  readonly B: number;
  readonly W: number;
  readonly C: number;
  readonly H: number;
  readonly layers: number;
}

const SIZES: readonly LayerSizes[] = [
  { B: 64, W: 100, C: 51, H: 64, layers: 1 },
  { B: 64, W: 300, C: 51, H: 128, layers: 1 },
  { B: 64, W: 300, C: 51, H: 128, layers: 2 },
  { B: 256, W: 100, C: 51, H: 256, layers: 1 },
  { B: 64, W: 12, C: 51, H: 64, layers: 1 },
];

/** Milliseconds of warming up, in which the engine compiles, and of measuring. */
const WARM_UP = 500;
const MEASURE = 3000;

export async function bench(
  print: (line: string) => void,
  { cell = 'lstm', threads, strict }: Readonly<Record<string, string>> = {},
): Promise<void> {
  await loadSimdBackend({
    threads: threads ? Number(threads) : undefined,
    strict: Boolean(strict),
  });
  await tf.setBackend(SIMD);
  const status = simdStatus();
  print(
    `${cpus()[0].model.trim()}, Node ${process.versions.node}, ${status?.threads} threads, ` +
      `${status?.arithmetic}; medians`,
  );
  print(`\n| ${cell}: B, W, C, H, layers | GFLOPS | ms | forward without tape, ms |`);
  print('|---|--:|--:|--:|');
  for (const sizes of SIZES) {
    const { training, scoring } = timeLayers(cell as Cell, sizes);
    const rate = operations(cell as Cell, sizes) / training / 1e6;
    print(
      `| ${Object.values(sizes).join(', ')} | ${rate.toFixed(1)} | ${training.toFixed(2)} | ` +
        `${scoring.toFixed(2)} |`,
    );
  }
}

/** Multiplications and additions in the matrix products of forward and backward. */
function operations(cell: Cell, { B, W, C, H, layers }: LayerSizes): number {
  const rows = 2 * B * W * gatesOf(cell) * H;
  const first = rows * (2 * (C + H) + H);
  const later = rows * (2 * (H + H) + H + H); // with the gradient of their input
  return first + (layers - 1) * later;
}

function timeLayers(
  cell: Cell,
  { B, W, C, H, layers }: LayerSizes,
): { training: number; scoring: number } {
  const GH = gatesOf(cell) * H;
  const weights = Array.from({ length: layers }, (_, layer) => [
    random(GH, layer === 0 ? C : H),
    random(GH, H),
    random(GH),
    random(GH),
  ]).flat();
  const input = random(B, W, C);
  const upstream = random(B, W, H);
  const forward = (...given: tf.Tensor[]) => {
    let values = input;
    for (let layer = 0; layer < layers; layer++) {
      const [weightIh, weightHh, biasIh, biasHh] = given.slice(4 * layer);
      const options = { inputGradient: layer > 0 };
      values = recurrent(cell, values, { weightIh, weightHh, biasIh, biasHh }, options);
    }
    return values;
  };
  const backward = tf.grads(forward);
  const training = medianTime(() => tf.dispose(backward(weights, upstream)));
  const scoring = medianTime(() => tf.dispose(tf.tidy(() => forward(...weights))));
  tf.dispose([weights, input, upstream]);
  return { training, scoring };
}

function random(...shape: number[]): tf.Tensor {
  return tf.randomUniform(shape, -0.1, 0.1, 'float32', 7);
}

/** Milliseconds. */
function medianTime(run: () => void): number {
  for (const end = performance.now() + WARM_UP; performance.now() < end; ) run();
  const times: number[] = [];
  for (const end = performance.now() + MEASURE; performance.now() < end; ) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

function gatesOf(cell: Cell): number {
  return cell === 'lstm' ? 4 : 3;
}
