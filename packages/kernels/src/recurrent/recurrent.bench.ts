/** Times a recurrent layer, forward and backward, on every backend and in every way there is. */
import { useBackend } from '../backend.js';
import { type CellName, cells } from './cells.js';
import { recurrent } from './recurrent.js';
import type { KernelName } from './run-kernel.js';
import { tf } from '../tensorflow.js';

/** The sizes of the quick start and of the original. */
const SIZES = [
  { B: 64, W: 20, C: 51, H: 32 },
  { B: 64, W: 100, C: 51, H: 64 },
];

const WAYS: [string, KernelName][] = [
  ['wasm', 'fused'],
  ['wasm', 'reference'],
  ['wasm', 'composed'],
  ['cpu', 'fused'],
  ['cpu', 'composed'],
];

/** Prints the median and the fastest of some runs and their mean processor time, in milliseconds. */
export async function bench(print: (line: string) => void = console.log): Promise<void> {
  for (const size of SIZES) {
    for (const cell of Object.keys(cells) as CellName[]) {
      for (const [backend, kernel] of WAYS) {
        await useBackend(backend);
        // composed on cpu takes seconds: three runs are enough
        const runs = backend === 'cpu' && kernel === 'composed' ? 3 : 15;
        const { times, processor } = timeLayer(cell, kernel, size, runs);
        const [B, W, C, H] = Object.values(size);
        const median = times[Math.floor(runs / 2)].toFixed(1);
        print(
          `${cell} B ${B} W ${W} C ${C} H ${H}, ${kernel} on ${backend}: ` +
            `${median} ms (fastest ${times[0].toFixed(1)}, ` +
            `processor ${processor.toFixed(1)})`,
        );
      }
    }
  }
}

/** Also processor time, which is more reliable on a shared machine. @returns times sorted */
function timeLayer(
  cell: CellName,
  kernel: KernelName,
  { B, W, C, H }: (typeof SIZES)[number],
  runs: number,
): { times: number[]; processor: number } {
  const GH = cells[cell].reference.gates * H;
  const input = wave(B, W, C);
  const weights = [wave(GH, C), wave(GH, H), wave(GH), wave(GH)];
  const upstream = wave(B, W, H);
  const gradients = tf.grads((weightIh, weightHh, biasIh, biasHh) =>
    recurrent(
      cell,
      input,
      { weightIh, weightHh, biasIh, biasHh },
      { kernel, inputGradient: false },
    ),
  );
  const run = () => {
    const start = performance.now();
    const results = gradients(weights, upstream);
    for (const result of results) result.dataSync();
    tf.dispose(results);
    return performance.now() - start;
  };
  run(); // compiles
  const before = process.cpuUsage();
  const times = Array.from({ length: runs }, run).sort((a, b) => a - b);
  const { user, system } = process.cpuUsage(before);
  tf.dispose([input, upstream, ...weights]);
  return { times, processor: (user + system) / 1000 / runs };
}

function wave(...shape: number[]): tf.Tensor {
  const length = shape.reduce((size, dim) => size * dim);
  return tf.tensor(
    Float32Array.from({ length }, (_, i) => Math.sin(i * 0.37) / 4),
    shape,
  );
}
