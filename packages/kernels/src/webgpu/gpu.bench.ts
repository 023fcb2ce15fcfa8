/**
 * The backends of GPUs: first whether they are right, on larger layers than the tests take, then
 * training steps and scoring of the models of `bench/models.ts` against PyTorch on CUDA, in turns.
 *
 *     utils/bench-gpu.sh [--python PATH] [--models A,D] [--cells lstm] [--quick]
 */
import { useBackend } from '../backend.js';
import { type ModelSizes, tiny } from '../testing/bench/models.js';
import { parseBenchOptions } from '../testing/bench/options.js';
import { type Peer, startKernels, startTorch } from '../testing/bench/peer.js';
import { timeInTurns } from '../testing/bench/rounds.js';
import { errorsOfKernel, type KernelCase } from '../testing/kernel-cases.js';
import { loadTensorflowBackend } from '../tensorflow-backend/load.js';
import { usualLimits } from './geometry.js';
import { createWebgpuKernels } from './kernels.js';
import { findWebgpuAdapter } from './load.js';

type Print = (line: string) => void;

/** Sizes at which something changes: padding, workgroups, four sequences a thread, single steps. */
const layers: readonly KernelCase[] = [
  { B: 1, W: 1, I: 1, H: 1 },
  { B: 2, W: 500, I: 3, H: 3, reverse: true, finalCell: true },
  { B: 63, W: 2, I: 51, H: 51, constantInput: true, last: true },
  { B: 63, W: 20, I: 51, H: 65, lengths: lengths(63, 20), finalCell: true },
  { B: 64, W: 20, I: 51, H: 128, lengths: lengths(64, 20), reverse: true, last: true },
  { B: 256, W: 3, I: 5, H: 256 },
  { B: 64, W: 3, I: 5, H: 456 },
];

/** Layers that a processor emulating a GPU gets through in seconds. */
const smallLayers = layers.filter(({ B, W, H }) => B * W * H < 20_000);

/** Rounding in single precision, over as many rows; a wrong kernel is off by a thousand times more. */
const TOLERANCE = 1e-5;

/** `--tiny` times a tiny model only and checks small layers only. */
export async function bench(
  print: Print,
  { tiny: onlyTiny, ...given }: Readonly<Record<string, string>> = {},
): Promise<void> {
  const options = parseBenchOptions(given);
  const cells = [...new Set(options.models.map(({ cell }) => cell))];
  const models = onlyTiny === undefined ? options.models : cells.map((cell) => ({ ...tiny, cell }));
  const { software } = await findWebgpuAdapter();
  const { reason } = await useBackend('webgpu');
  print(`anodec: ${reason}`);
  await checkLayers(print, onlyTiny === undefined ? layers : smallLayers);
  if (software) print('\nThe adapter is software: the times below say nothing about any GPU.');
  const peers = await startPeers(print, options.python);
  try {
    await printTimes(print, 'Training step, medians in ms', models, peers, async (model) => {
      const timings = await timeInTurns(peers, model, 'train', options.patience);
      return timings.map(({ milliseconds }) => milliseconds);
    });
    await printTimes(print, 'Scoring, windows/s', models, peers, async (model) => {
      const timings = await timeInTurns(peers, model, 'score', options.patience);
      return timings.map(({ milliseconds }) => (1000 * model.B) / milliseconds);
    });
  } finally {
    for (const peer of peers) peer.close();
  }
}

/** @throws Error when a value or gradient is wrong: no speed is worth printing then */
async function checkLayers(print: Print, checked: readonly KernelCase[]): Promise<void> {
  print('\nLargest error of any value or gradient against the reference in double precision\n');
  print('| layer | cell | whole sequences | single steps |');
  print('|---|---|--:|--:|');
  for (const layer of checked) {
    for (const cell of ['lstm', 'gru'] as const) {
      const errors: number[] = [];
      for (const limits of [usualLimits, { ...usualLimits, largestWhole: 0 }]) {
        const kernel = createWebgpuKernels(limits)[cell];
        const finalCell = cell === 'lstm' && layer.finalCell;
        const all = await errorsOfKernel(cell, kernel, { ...layer, finalCell });
        errors.push(Math.max(...Object.values(all)));
      }
      const numbers = errors.map((error) => error.toExponential(1)).join(' | ');
      print(`| ${nameOf(layer)} | ${cell} | ${numbers} |`);
      if (!errors.every((error) => error < TOLERANCE)) {
        throw new Error(`The ${cell} must be right to ${TOLERANCE}, got ${numbers}.`);
      }
    }
  }
}

/** The backends and the PyTorch that start here; what does not is named with its reason. */
async function startPeers(print: Print, python: string | undefined): Promise<Peer[]> {
  const candidates = [startKernels('webgpu', { backend: 'webgpu' })];
  try {
    await loadTensorflowBackend();
    candidates.push(startKernels('tensorflow', { backend: 'tensorflow' }));
  } catch (error) {
    print(`No column for tensorflow: ${(error as Error).message}`);
  }
  if (python === undefined) print('No column for PyTorch: no --python PATH was given.');
  else candidates.push(startTorch('PyTorch', python, 2, { ANODEC_TORCH_DEVICE: 'cuda' }));
  const peers: Peer[] = [];
  for (const peer of candidates) {
    try {
      print(`${peer.name}: ${await peer.load(tiny)}`);
      peers.push(peer);
    } catch (error) {
      print(`No column for ${(error as Error).message}`);
      peer.close();
    }
  }
  return peers;
}

async function printTimes(
  print: Print,
  title: string,
  models: readonly ModelSizes[],
  peers: readonly Peer[],
  measure: (model: ModelSizes) => Promise<number[]>,
): Promise<void> {
  print(`\n${title}\n`);
  print(`| model | cell | ${peers.map(({ name }) => name).join(' | ')} |`);
  print(`|---|---|${peers.map(() => '--:|').join('')}`);
  for (const model of models) {
    const numbers = (await measure(model)).map((value) => value.toPrecision(3));
    print(`| ${model.name}: ${model.about} | ${model.cell} | ${numbers.join(' | ')} |`);
  }
}

function lengths(B: number, W: number): number[] {
  return Array.from({ length: B }, (_, b) => (b * 7) % (W + 1));
}

function nameOf({ B, W, I, H, ...options }: KernelCase): string {
  const named = Object.entries(options).flatMap(([name, value]) => (value ? [name] : []));
  return [`B${B} W${W} I${I} H${H}`, ...named].join(', ');
}
