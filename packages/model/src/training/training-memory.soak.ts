/**
 * Trains a tiny autoencoder for ten thousand steps, with validations and checkpoints: tensors, their bytes and
 * the heap after a collection must be those of the first thousand steps.
 *
 *     npm run soak -- training-memory [--steps 10000]
 */
import { tf } from '@anodec/kernels';
import { autoencoder } from '../detectors/autoencoder.js';
import { wave } from '../wave.fixture.js';
import type { Callback } from './callback.js';
import { saveCheckpoints } from './callbacks/checkpoint.js';

/** Growth of the heap that counts as none: compiled code and caches of the engine come late. */
const MEGABYTES_ALLOWED = 4;
const STEPS_PER_EPOCH = 100;

interface Memory {
  readonly step: number;
  readonly tensors: number;
  readonly tensorBytes: number;
  readonly heapMegabytes: number;
  readonly residentMegabytes: number;
}

/** Runs the check. @throws Error when tensors, bytes or the heap have grown */
export async function soak(
  print: (line: string) => void,
  { steps = '10000' }: Readonly<Record<string, string>> = {},
): Promise<void> {
  const measured: Memory[] = [];
  const every = Number(steps) / 10;
  const watch: Callback = {
    onStepEnd({ step }) {
      if (step % every !== 0) return;
      measured.push(measure(step));
      print(JSON.stringify(measured.at(-1)));
    },
  };
  let bytes = 0;
  const keep = (checkpoint: Uint8Array) => void (bytes = checkpoint.length);
  const callbacks = [watch, saveCheckpoints({ writeBest: (_, one) => keep(one), writeLast: keep })];
  const settings = {
    windowSize: 8,
    hiddenSize: 8,
    embeddingSize: 4,
    numLayers: 2,
    dropout: 0.1,
    threads: 1,
    batchSize: 16,
    sampleSize: 16 * STEPS_PER_EPOCH,
    gradientClipVal: 1,
    maxEpochs: 1e6,
    maxSteps: Number(steps),
    earlyStoppingPatience: 0,
    checkpointEverySteps: 50,
  };
  const detector = autoencoder.create(settings, { callbacks });
  await detector.fit([wave(400)], { validation: [wave(100)] });
  check(measured);
  print(`Memory is flat over ${steps} steps; a checkpoint has ${(bytes / 1024).toFixed(0)} KiB.`);
}

function measure(step: number): Memory {
  globalThis.gc?.();
  const { numTensors, numBytes } = tf.memory();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    step,
    tensors: numTensors,
    tensorBytes: numBytes,
    heapMegabytes: megabytes(heapUsed),
    residentMegabytes: megabytes(rss),
  };
}

function megabytes(bytes: number): number {
  return Number((bytes / 2 ** 20).toFixed(2));
}

function check(measured: readonly Memory[]): void {
  const [first] = measured;
  const last = measured.at(-1) ?? first;
  if (measured.length < 2) throw new Error(`Two measurements are needed, got ${measured.length}.`);
  if (last.tensors !== first.tensors || last.tensorBytes !== first.tensorBytes) {
    throw new Error(
      `Tensors must stay ${first.tensors} of ${first.tensorBytes} bytes, got ${last.tensors} of ${last.tensorBytes}.`,
    );
  }
  const growth = last.heapMegabytes - first.heapMegabytes;
  if (growth < MEGABYTES_ALLOWED) return;
  throw new Error(`The heap must not grow by ${MEGABYTES_ALLOWED} MiB, got ${growth.toFixed(2)}.`);
}
