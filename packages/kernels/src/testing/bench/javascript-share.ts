/** What part of a training step on one thread is JavaScript: a profile of this process. */
import { type Profiler, Session } from 'node:inspector/promises';
import { createTimedModel, type ModelSizes } from './models.js';

/** Microseconds between two samples. */
const INTERVAL = 200;
/** Milliseconds of steps before the profile, so that V8 has optimised the code, and in it. */
const WARMUP = 4000;
const PROFILED = 4000;

/** What is no part of a step: waiting, the profiler's own messages, and names that the loader of TypeScript sets. */
const ASIDE = ['(idle)', '(root)', 'dispatch', '__name', 'set name'];

/** Shares of the time that samples found, `kernels` and `javascript` of which sum to 1. */
export interface StepShares {
  /** Compiled kernels, in C or WebAssembly. */
  readonly kernels: number;
  /** Of all that is no kernel: our JavaScript, TensorFlow.js and Node, garbage collection included. */
  readonly javascript: number;
  readonly garbageCollection: number;
  /** Milliseconds of a step while it is profiled. */
  readonly milliseconds: number;
}

/** Trains a model on the current backend, which must have one thread, under a profiler. */
export async function sharesOfStep(model: ModelSizes): Promise<StepShares> {
  const timed = createTimedModel(model);
  const repeat = async (milliseconds: number): Promise<number> => {
    const start = performance.now();
    let steps = 0;
    for (; performance.now() - start < milliseconds; steps++) await timed.train();
    return (performance.now() - start) / steps;
  };
  await repeat(WARMUP);
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
    await session.post('Profiler.start');
    const milliseconds = await repeat(PROFILED);
    const { profile } = await session.post('Profiler.stop');
    return { ...sharesOf(profile), milliseconds };
  } finally {
    session.disconnect();
  }
}

/** The shares of a profile, by the function that each sample was in. */
export function sharesOf(profile: Profiler.Profile): Omit<StepShares, 'milliseconds'> {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const { samples = [], timeDeltas = [] } = profile;
  const sums = { kernels: 0, javascript: 0, garbageCollection: 0 };
  for (const [i, sample] of samples.entries()) {
    const { functionName = '', url = '' } = frames.get(sample) ?? {};
    if (ASIDE.includes(functionName)) continue;
    if (isNative(functionName, url) || url.startsWith('wasm:')) sums.kernels += timeDeltas[i];
    else sums.javascript += timeDeltas[i];
    if (functionName === '(garbage collector)') sums.garbageCollection += timeDeltas[i];
  }
  const total = sums.kernels + sums.javascript;
  return {
    kernels: sums.kernels / total,
    javascript: sums.javascript / total,
    garbageCollection: sums.garbageCollection / total,
  };
}

/**
 * Whether a frame is of the addon: V8 counts all of its kernels under the name of one of them, and has no address for it.
 * What has none either, such as garbage collection, is named in parentheses.
 */
function isNative(functionName: string, url: string): boolean {
  return url === '' && /^\w+$/.test(functionName);
}
