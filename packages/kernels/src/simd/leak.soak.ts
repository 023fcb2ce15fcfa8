/**
 * Trains and scores small autoencoders in turns for ten thousand steps: the numbers of tensors, data and
 * bytes of the shared memory must be those of the beginning, and the memory must have stopped growing. What native code
 * might leak elsewhere shows in the memory of the process, which garbage collection moves by some MB.
 *
 *     npm run soak -- leak [--steps 10000] [--backend native]
 */
import { createTimedModel, type ModelSizes } from '../testing/bench/models.js';
import { tf } from '../tensorflow.js';
import { currentSimdBackend, loadSimdBackend, SIMD } from './load.js';

/** Both cells, layers on layers, every loss, and batches that fill no group of eight. */
const MODELS: readonly ModelSizes[] = [
  { ...small('lstm', 16, 8), encoder: [51, 16], decoder: [16, 16], dense: true, loss: 'mse' },
  { ...small('gru', 5, 3), encoder: [51, 7], decoder: [7, 9], dense: true, loss: 'huber' },
  {
    ...small('lstm', 33, 5),
    encoder: [51, 8, 12],
    decoder: [12, 8, 51],
    dense: false,
    loss: 'mae',
  },
];

function small(cell: ModelSizes['cell'], B: number, W: number) {
  return { name: `${cell} B${B}`, about: 'small', cell, B, W };
}

/** Bytes that the process may hold more at the end than after the first fifth; 4 kB a step would be as much. */
const MOST_GROWTH = 32e6;

/** Runs the check. @throws Error when tensors, bytes or the memory have grown */
export async function soak(
  print: (line: string) => void,
  { steps = '10000', backend = SIMD }: Readonly<Record<string, string>> = {},
): Promise<void> {
  await loadSimdBackend({ native: backend === 'native' });
  await tf.setBackend(SIMD);
  const models = MODELS.map(createTimedModel);
  const turn = async () => {
    for (const model of models) {
      await model.train();
      await model.score();
    }
  };
  await turn(); // so that every block has been allocated once
  const before = counts();
  print(`before: ${before}`);
  const turns = Math.ceil(Number(steps) / models.length);
  const resident: number[] = [];
  for (let i = 1; i <= turns; i++) {
    await turn();
    if (i % Math.ceil(turns / 5) !== 0) continue;
    globalThis.gc?.();
    resident.push(process.memoryUsage.rss());
    const megabytes = (resident[resident.length - 1] / 1e6).toFixed(0);
    print(`after ${i * models.length} steps: ${counts()}, ${megabytes} MB in memory`);
  }
  const growth = resident[resident.length - 1] - resident[0];
  if (growth > MOST_GROWTH) {
    throw new Error(`The process must not grow by more than ${MOST_GROWTH} bytes, got ${growth}.`);
  }
  const after = counts();
  if (after !== before) {
    throw new Error(
      `Tensors, data and bytes after ${steps} steps must be ${before}, got ${after}.`,
    );
  }
}

function counts(): string {
  const { numTensors, numBytes } = tf.memory();
  const memory = currentSimdBackend()?.runtime.memory;
  return JSON.stringify({
    numTensors,
    numBytes,
    dataIds: tf.engine().backend.numDataIds(),
    bytesInUse: memory?.bytesInUse,
    blocksInUse: memory?.blocksInUse,
    reserved: memory?.memory.buffer.byteLength,
  });
}
