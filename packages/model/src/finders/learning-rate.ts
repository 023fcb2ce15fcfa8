/**
 * The learning-rate range test: steps with a rate that grows exponentially, and the loss at each.
 *
 * The suggestion is the middle of the decade of rates over which the loss falls fastest, by least squares.
 * The difference of neighbours on a running average, which Lightning takes, follows the noise of the batches:
 * references/decisions/model.md has both side by side. It is a place to start from and not the best rate: it
 * depends on the first weights and the batch size, and a rate that lowers the loss fastest in the first steps
 * may be too high for the last ones.
 *
 * Source: Smith 2017, "Cyclical Learning Rates for Training Neural Networks", section 3.3; the rule of
 * divergence is that of Lightning's `lr_find`.
 */
import { checkStopped, createPause, type Listeners, withProgress } from '@anodec/core';
import { z } from 'zod';
import type { BatchSource, NamedValues, Sized, Trainable } from '../training/trainable.js';

/** The range of rates and when to end. */
export const LearningRateSearch = z
  .strictObject({
    minRate: z.number().positive().default(1e-6).describe('Lowest learning rate that is tried'),
    maxRate: z.number().positive().default(1).describe('Highest learning rate that is tried'),
    rateSteps: z
      .int()
      .min(20)
      .default(100)
      .describe('Number of optimiser steps, each with a higher rate than the one before'),
    divergence: z
      .number()
      .gt(1)
      .default(4)
      .describe('Factor over the lowest smoothed loss at which the search ends'),
  })
  .refine(({ minRate, maxRate }) => minRate < maxRate, {
    path: ['minRate'],
    error: 'minRate must be smaller than maxRate',
  });

export type LearningRateSearch = z.output<typeof LearningRateSearch>;

/** One step of the test. */
export interface RatePoint {
  readonly learningRate: number;
  /** Before the step. */
  readonly loss: number;
}

/** The outcome of a range test. */
export interface LearningRateFinding {
  readonly points: readonly RatePoint[];
  /** Mean loss over a decade of rates, at the geometric middle of them. */
  readonly trend: readonly RatePoint[];
  /** The rate of the steepest descent; null where the loss falls nowhere. */
  readonly suggestion: number | null;
  /** The rate of the lowest trend; null where there are too few points. */
  readonly lowestAt: number | null;
  /** The rate at which the loss diverged; null where it did not. */
  readonly divergedAt: number | null;
}

/** Share of the running loss that the next one keeps; only divergence is judged by it. */
const SMOOTHING = 0.98;

/** Fewest points of a straight line through noisy losses. */
const FEWEST = 5;

/**
 * Makes steps with growing learning rates until the loss diverges; the model is changed by them.
 *
 * @throws StoppedError when the signal is raised
 */
export async function findLearningRate<Batch extends Sized>(
  model: Trainable<Batch>,
  batches: BatchSource<Batch>,
  { minRate, maxRate, rateSteps, divergence }: LearningRateSearch,
  { progress, signal }: Listeners = {},
): Promise<LearningRateFinding> {
  const pause = createPause();
  const smooth = createSmoothing();
  const points: RatePoint[] = [];
  let divergedAt: number | null = null;
  let lowest = Infinity;
  const task = { label: 'Raising the learning rate', total: rateSteps, unit: 'steps' };
  await withProgress(progress, task, async (update) => {
    for (const batch of endlessly(batches)) {
      const step = points.length;
      if (step === rateSteps) break;
      checkStopped(signal, 'finding a learning rate');
      const learningRate = minRate * (maxRate / minRate) ** (step / (rateSteps - 1));
      const values = await model.step(batch, { learningRates: sameFor(model, learningRate), step });
      const loss = values[model.losses[0]];
      const smoothedLoss = smooth(loss);
      const isDiverging = step > 1 && smoothedLoss > divergence * lowest;
      if (!Number.isFinite(loss) || isDiverging) {
        divergedAt = learningRate;
        break;
      }
      points.push({ learningRate, loss });
      lowest = step === 1 ? smoothedLoss : Math.min(lowest, smoothedLoss);
      update(points.length, `rate ${learningRate.toExponential(1)}`);
      await pause();
    }
  });
  return { points, ...suggestLearningRate(points), divergedAt };
}

/**
 * The trend of the losses, the rate of its steepest descent, and that of its lowest value.
 *
 * @param points with rates that grow by the same factor
 */
export function suggestLearningRate(
  points: readonly RatePoint[],
): Pick<LearningRateFinding, 'trend' | 'suggestion' | 'lowestAt'> {
  const windows = decades(points);
  if (windows.length === 0) return { trend: [], suggestion: null, lowestAt: null };
  const lowest = windows.reduce((a, b) => (b.loss < a.loss ? b : a));
  // above the loss of the first weights there is only the way down from a peak that the test itself made
  const descents = windows.filter(({ loss }) => loss <= windows[0].loss);
  const steepest = descents.reduce((a, b) => (b.slope < a.slope ? b : a));
  return {
    trend: windows.map(({ learningRate, loss }) => ({ learningRate, loss })),
    suggestion: steepest.slope < 0 ? steepest.learningRate : null,
    lowestAt: lowest.learningRate,
  };
}

/** Every run of points that reaches over a decade of rates: its middle, mean loss, and slope. */
function decades(points: readonly RatePoint[]): (RatePoint & { readonly slope: number })[] {
  if (points.length < FEWEST) return [];
  const spacing = Math.log10(points[1].learningRate / points[0].learningRate);
  const width = Math.max(FEWEST, Math.ceil(1 / spacing));
  return Array.from({ length: Math.max(0, points.length - width + 1) }, (_, first) => {
    const run = points.slice(first, first + width);
    const [a, b] = [run[0].learningRate, run[width - 1].learningRate];
    const loss = run.reduce((sum, one) => sum + one.loss, 0) / width;
    return { learningRate: Math.sqrt(a * b), loss, slope: slopeOf(run, spacing) };
  });
}

/** Least-squares slope of the loss over the decimal logarithm of the rate. */
function slopeOf(run: readonly RatePoint[], spacing: number): number {
  const middle = (run.length - 1) / 2;
  const products = run.reduce((sum, { loss }, i) => sum + (i - middle) * loss, 0);
  const squares = run.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  return products / squares / spacing;
}

/** An exponential average whose first values are not drawn to 0. */
function createSmoothing(): (value: number) => number {
  let [average, weight] = [0, 1];
  return (value) => {
    average = SMOOTHING * average + (1 - SMOOTHING) * value;
    weight *= SMOOTHING;
    return average / (1 - weight);
  };
}

function sameFor(
  { optimizers }: { readonly optimizers: readonly string[] },
  rate: number,
): NamedValues {
  return Object.fromEntries(optimizers.map((name) => [name, rate]));
}

/** The batches of epoch after epoch. */
export function* endlessly<Batch extends Sized>(batches: BatchSource<Batch>): Generator<Batch> {
  for (let epoch = 0; ; epoch++) {
    let isEmpty = true;
    for (const batch of batches.train(epoch)) {
      isEmpty = false;
      yield batch;
    }
    if (isEmpty) return;
  }
}
