/**
 * The backends of GPUs: first whether they are right, against PyTorch's values and on larger layers against the
 * reference, then training steps and scoring of the models of `bench/models.ts` beside PyTorch on CUDA, in turns.
 */
import { cpus, release } from 'node:os';
import { useBackend } from '../../backend.js';
import { loadTensorflowBackend } from '../../tensorflow-backend/load.js';
import { webgpuEngine } from '../../webgpu/engine.js';
import { geometryOf, limitsOf } from '../../webgpu/geometry.js';
import { createWebgpuKernels } from '../../webgpu/kernels.js';
import { findWebgpuAdapter } from '../../webgpu/load.js';
import { profileStep, type StepProfile } from '../../webgpu/step-profile.js';
import { tf } from '../../tensorflow.js';
import { createTimedModel, type ModelSizes, tiny } from '../bench/models.js';
import { type Peer, startKernels, startTorch } from '../bench/peer.js';
import { type Patience, type Timing, timeInTurns } from '../bench/rounds.js';
import { errorsOfGolden, GOLDEN_TOLERANCE, readGoldens } from '../goldens.js';
import { errorsOfKernel } from '../kernel-cases.js';
import { layers, nameOf, smallLayers } from './layers.js';

/** What to measure. */
export interface GpuOptions {
  readonly models: readonly ModelSizes[];
  readonly patience: Patience;
  /** A Python whose PyTorch has CUDA; without one its column is missing. */
  readonly python?: string;
  /** The fixture of `utils/golden/recurrent.py`. */
  readonly goldens: string | URL;
  /** Only what a processor that emulates a GPU gets through: small layers and every third golden. */
  readonly small: boolean;
}

/** Time or speed of one model on every program. */
export interface GpuRow {
  readonly model: string;
  readonly about: string;
  readonly cell: string;
  /** Of the training step or of the reconstruction of a batch, by program: the median, and the ratio to the first one. */
  readonly timings: readonly Timing[];
  /** Windows of a batch. */
  readonly windows: number;
}

/** All that was found. */
export interface GpuReport {
  readonly adapter: string;
  /** Whether the adapter is a processor: then the times say nothing about any GPU. */
  readonly software: boolean;
  readonly machine: string;
  readonly node: string;
  readonly date: string;
  /** Of values and gradients against PyTorch in double precision. */
  readonly goldens: { readonly cases: number; readonly largestError: number };
  /** Of values and gradients against the reference in double precision: whole sequences, and single steps. */
  readonly layers: readonly { name: string; cell: string; whole: number; single: number }[];
  readonly programs: readonly { name: string; about: string }[];
  /** A sentence for each program that is not there. */
  readonly missing: readonly string[];
  /** Where the time of a training step goes. */
  readonly profiles: readonly {
    readonly model: string;
    readonly about: string;
    readonly cell: string;
    readonly profile: StepProfile;
  }[];
  readonly training: readonly GpuRow[];
  readonly scoring: readonly GpuRow[];
}

/** Rounding in single precision, over as many rows; a wrong kernel is off by a thousand times more. */
const TOLERANCE = 1e-5;

/**
 * Checks and times.
 *
 * @param say gets a line for each part that begins
 * @throws Error when a value or gradient is wrong: no speed is worth knowing then
 */
export async function measureGpu(
  { models, patience, python, goldens, small }: GpuOptions,
  say: (line: string) => void,
): Promise<GpuReport> {
  const { name: adapter, software } = await findWebgpuAdapter();
  const { reason } = await useBackend('webgpu');
  say(`anodec: ${reason}`);
  say('Values and gradients against PyTorch’s');
  const compared = await checkGoldens(goldens, small);
  say('Larger layers against the reference in double precision');
  const checked = await checkLayers(small);
  const missing: string[] = [];
  const peers = await startPeers(python, missing);
  for (const line of missing) say(line);
  const timeAll = async (command: 'train' | 'score'): Promise<GpuRow[]> => {
    const rows: GpuRow[] = [];
    for (const model of models) {
      const timings = await timeInTurns(
        peers.map(({ peer }) => peer),
        model,
        command,
        patience,
      );
      const { name, about, cell, B } = model;
      const medians = timings.map(({ milliseconds }) => milliseconds.toPrecision(3)).join(', ');
      say(`${command}: ${name} ${cell}, ${about}: ${medians} ms`);
      rows.push({ model: name, about, cell, timings, windows: B });
    }
    return rows;
  };
  try {
    return {
      adapter,
      software,
      machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${process.platform} ${release()}`,
      node: process.version,
      date: new Date().toISOString().slice(0, 10),
      goldens: compared,
      layers: checked,
      programs: peers.map(({ peer, about }) => ({ name: peer.name, about })),
      missing,
      profiles: await profileModels(models, small ? 1 : 9, say),
      training: await timeAll('train'),
      scoring: await timeAll('score'),
    };
  } finally {
    for (const { peer } of peers) peer.close();
  }
}

async function checkGoldens(file: string | URL, small: boolean): Promise<GpuReport['goldens']> {
  const cases = readGoldens(file).filter((_, i) => !small || i % 3 === 0);
  let largestError = 0;
  for (const golden of cases) {
    const { errors, fallbacks } = await errorsOfGolden(golden, 'auto');
    for (const [what, error] of Object.entries(errors)) {
      if (!(error < GOLDEN_TOLERANCE)) {
        throw new Error(
          `${golden.cell}, ${golden.name}: ${what} must be right to ${GOLDEN_TOLERANCE}, got an error of ${error}.`,
        );
      }
      largestError = Math.max(largestError, error);
    }
    if (fallbacks > 0) throw new Error(`${golden.cell}, ${golden.name}: must not be composed.`);
  }
  return { cases: cases.length, largestError };
}

async function checkLayers(small: boolean): Promise<GpuReport['layers']> {
  const found: { name: string; cell: string; whole: number; single: number }[] = [];
  for (const layer of small ? smallLayers : layers) {
    for (const cell of ['lstm', 'gru'] as const) {
      const finalCell = cell === 'lstm' && layer.finalCell;
      const errorWith = async (changes: { largestWhole?: number }) => {
        const limits = { ...limitsOf(webgpuEngine().device.limits), ...changes };
        const kernel = createWebgpuKernels((walk) => geometryOf(walk, limits))[cell];
        const errors = Object.values(await errorsOfKernel(cell, kernel, { ...layer, finalCell }));
        if (errors.every((error) => error < TOLERANCE)) return Math.max(...errors);
        throw new Error(
          `The ${cell} of ${nameOf(layer)} must be right to ${TOLERANCE}, got ${Math.max(...errors)}.`,
        );
      };
      const whole = await errorWith({});
      const single = await errorWith({ largestWhole: 0 });
      found.push({ name: nameOf(layer), cell, whole, single });
    }
  }
  return found;
}

async function profileModels(
  models: readonly ModelSizes[],
  repetitions: number,
  say: (line: string) => void,
): Promise<GpuReport['profiles']> {
  const profiles: GpuReport['profiles'][number][] = [];
  for (const model of models) {
    tf.disposeVariables();
    const { name, about, cell } = model;
    const timed = createTimedModel(model);
    const profile = await profileStep(() => timed.train(), repetitions);
    say(`profile: ${name} ${cell}, ${about}: ${JSON.stringify(profile)}`);
    profiles.push({ model: name, about, cell, profile });
  }
  return profiles;
}

/** The programs that start here, `webgpu` first. */
async function startPeers(
  python: string | undefined,
  missing: string[],
): Promise<{ peer: Peer; about: string }[]> {
  const candidates = [startKernels('webgpu', { backend: 'webgpu' })];
  try {
    await loadTensorflowBackend();
    candidates.push(startKernels('tensorflow', { backend: 'tensorflow' }));
  } catch (error) {
    missing.push(`No column for tensorflow: ${(error as Error).message}`);
  }
  if (python !== undefined) {
    const cuda = { ANODEC_TORCH_DEVICE: 'cuda' };
    candidates.push(startTorch('PyTorch', python, 2, cuda));
    candidates.push(startTorch('PyTorch, TF32', python, 2, { ...cuda, ANODEC_TORCH_TF32: '1' }));
  } else
    missing.push('No column for PyTorch: no Python whose PyTorch has CUDA was given or found.');
  const started: { peer: Peer; about: string }[] = [];
  for (const peer of candidates) {
    try {
      started.push({ peer, about: await peer.load(tiny) });
    } catch (error) {
      missing.push(`No column for ${(error as Error).message}`);
      peer.close();
    }
  }
  return started;
}
