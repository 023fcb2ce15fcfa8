/**
 * Recurrent layers alone, forward and backward without the gradient of the first input: how much of
 * the machine's arithmetic they use. In turns with a large product, and for native kernels with chains of
 * multiply-adds, which are the peak, because the speed of a shared machine changes from minute to minute, and the
 * ratio does not.
 *
 *     npm run bench -- layers [--cell gru] [--threads 2] [--strict 1 | --native 1]
 */
import { cpus } from 'node:os';
import { recurrent } from '../../recurrent/recurrent.js';
import { tf } from '../../tensorflow.js';
import { currentSimdBackend, loadSimdBackend, SIMD, simdStatus } from '../load.js';
import { askedNative } from '../native.js';
import type { SimdCell } from './sections.js';

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

/** Rows and columns of the product, whose operands fill the second-level cache. */
const PRODUCT = 384;
const PRODUCT_OPERATIONS = 2 * PRODUCT ** 3;

/** Chunks of the chains, and multiply-adds of a chunk by 16: some milliseconds. */
const CHAIN_CHUNKS = 64;
const CHAIN_COUNT = 320_000;
const CHAIN_OPERATIONS = 2 * 16 * CHAIN_COUNT * CHAIN_CHUNKS;

/** Milliseconds of warming up, in which the engine compiles, and of measuring. */
const WARM_UP = 500;
const MEASURE = 3000;

/** Prints speeds and times of the layers. */
export async function bench(
  print: (line: string) => void,
  { cell = 'lstm', threads, strict, native }: Readonly<Record<string, string>> = {},
): Promise<void> {
  await loadSimdBackend({
    threads: threads ? Number(threads) : undefined,
    strict: Boolean(strict),
    native: Boolean(native) && askedNative(),
  });
  await tf.setBackend(SIMD);
  const status = simdStatus();
  print(
    `${cpus()[0].model.trim()}, Node ${process.versions.node}, ${status?.threads} threads, ` +
      `${status?.native ?? status?.arithmetic}; medians`,
  );
  print(
    `\n| ${cell}: B, W, C, H, layers | GFLOPS | best | ms | share of a product | of the peak | scoring, ms |`,
  );
  print('|---|--:|--:|--:|--:|--:|--:|');
  for (const sizes of SIZES) {
    const { training, best, product, peak, scoring } = timeLayers(cell as SimdCell, sizes);
    const count = operations(cell as SimdCell, sizes) / 1e6;
    const share = count / training / (PRODUCT_OPERATIONS / 1e6 / product);
    const ofPeak = count / training / (CHAIN_OPERATIONS / 1e6 / peak);
    print(
      `| ${Object.values(sizes).join(', ')} | ${(count / training).toFixed(1)} | ` +
        `${(count / best).toFixed(1)} | ${training.toFixed(2)} | ${share.toFixed(2)} | ` +
        `${Number.isNaN(ofPeak) ? '–' : ofPeak.toFixed(2)} | ` +
        `${scoring.toFixed(2)} |`,
    );
  }
}

/** All threads at multiply-adds in registers; nothing where there are no native kernels. */
function runChains(): void {
  const runtime = currentSimdBackend()?.runtime;
  if (!runtime?.native) return;
  runtime.withScratch(CHAIN_CHUNKS * 64, (sums) => {
    const job = { integers: [sums, CHAIN_COUNT], chunks: CHAIN_CHUNKS, work: CHAIN_OPERATIONS };
    runtime.run('multiplyAddChains', job);
  });
}

/** Multiplications and additions in the matrix products of forward and backward. */
function operations(cell: SimdCell, { B, W, C, H, layers }: LayerSizes): number {
  const rows = 2 * B * W * gatesOf(cell) * H;
  const first = rows * (2 * (C + H) + H);
  const later = rows * (2 * (H + H) + H + H); // with the gradient of their input
  return first + (layers - 1) * later;
}

/** Milliseconds: medians, and the best of a training step. */
function timeLayers(
  cell: SimdCell,
  { B, W, C, H, layers }: LayerSizes,
): Record<'training' | 'best' | 'product' | 'peak' | 'scoring', number> {
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
  const square = tf.tensor2d(new Float32Array(PRODUCT * PRODUCT).fill(0.1), [PRODUCT, PRODUCT]);
  const [training, product, peak, scoring] = timeInTurns([
    () => tf.dispose(backward(weights, upstream)),
    () => tf.dispose(tf.matMul(square, square)),
    runChains,
    () => tf.dispose(tf.tidy(() => forward(...weights))),
  ]);
  tf.dispose([weights, input, upstream, square]);
  return {
    training: median(training),
    best: training[0],
    product: median(product),
    peak: simdStatus()?.native ? median(peak) : NaN,
    scoring: median(scoring),
  };
}

function random(...shape: number[]): tf.Tensor {
  return tf.randomUniform(shape, -0.1, 0.1, 'float32', 7);
}

/** Milliseconds of each run, ascending. */
function timeInTurns(runs: readonly (() => void)[]): number[][] {
  for (const end = performance.now() + WARM_UP; performance.now() < end; ) {
    for (const run of runs) run();
  }
  const times = runs.map((): number[] => []);
  for (const end = performance.now() + MEASURE; performance.now() < end; ) {
    runs.forEach((run, i) => {
      const start = performance.now();
      run();
      times[i].push(performance.now() - start);
    });
  }
  return times.map((each) => each.sort((a, b) => a - b));
}

function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)];
}

function gatesOf(cell: SimdCell): number {
  return cell === 'lstm' ? 4 : 3;
}
