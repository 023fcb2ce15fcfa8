/**
 * Parzen estimators of one setting: a kernel on each value that was tried, and one wide kernel, the prior, over all.
 *
 * The rules for widths and weights are those of Optuna 5.0's univariate TPE (`multivariate=False`,
 * `consider_magic_clip=True`, `consider_endpoints=False`), with which the densities are compared in a test.
 *
 * Source: Bergstra, Bardenet, Bengio & Kégl 2011, "Algorithms for Hyper-Parameter Optimization", section 4.
 */
import type { Random } from '@anodec/core';
import {
  type Choice,
  type Dimension,
  type NumberRange,
  stepOf,
  toPossible,
  type Value,
} from '../space/space.js';
import { drawTruncated, normalDensity, normalMass } from './normal.js';

/** A density over the values of one setting. */
export interface Parzen {
  draw(random: Random): Value;
  logDensity(value: Value): number;
}

/** Trials that count fully; older ones count less. */
const FULL_WEIGHT = 25;

/**
 * The estimator of a setting.
 *
 * @param values that were tried, in the order of their trials
 */
export function createParzen(
  dimension: Dimension,
  values: readonly Value[],
  priorWeight: number,
): Parzen {
  const weights = normalised(
    values.length === 0 ? [1] : [...trialWeights(values.length), priorWeight],
  );
  return dimension.kind === 'choice'
    ? overChoices(dimension, values, weights, priorWeight)
    : overNumbers(dimension, values.map(Number), weights);
}

/** The latest trials count 1, those before them less the older they are. */
export function trialWeights(count: number): number[] {
  const ramp = Math.max(0, count - FULL_WEIGHT);
  return Array.from({ length: count }, (_, i) => {
    if (i >= ramp) return 1;
    return ramp === 1 ? 1 / count : 1 / count + ((1 - 1 / count) * i) / (ramp - 1);
  });
}

function normalised(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function overChoices(
  { values: choices }: Choice,
  values: readonly Value[],
  weights: readonly number[],
  priorWeight: number,
): Parzen {
  const texts = choices.map((choice) => JSON.stringify(choice));
  const K = choices.length;
  const kernels = weights.length;
  const smoothing = values.length === 0 ? 1 / K : priorWeight / kernels;
  const shares = choices.map((_, k) =>
    weights.reduce((sum, weight, i) => {
      const hit = i < values.length && texts[k] === JSON.stringify(values[i]) ? 1 : 0;
      const total = K * smoothing + (i < values.length ? 1 : 0);
      return sum + (weight * (smoothing + hit)) / total;
    }, 0),
  );
  return {
    draw: (random) => choices[drawIndex(shares, random)],
    logDensity: (value) => Math.log(shares[texts.indexOf(JSON.stringify(value))]),
  };
}

function overNumbers(
  range: NumberRange,
  values: readonly number[],
  weights: readonly number[],
): Parzen {
  const step = stepOf(range);
  const half = (step ?? 0) / 2;
  const scale = range.log ? Math.log : (value: number): number => value;
  const [low, high] = [scale(range.low - half), scale(range.high + half)];
  const means = values.map(scale);
  const deviations = widths(means, low, high);
  const kernels = [...means, (low + high) / 2].map((mean, i) => {
    const deviation = deviations[i] ?? high - low;
    const inside = normalMass((low - mean) / deviation, (high - mean) / deviation);
    return { mean, deviation, inside };
  });
  const density = (value: number): number =>
    kernels.reduce((sum, { mean, deviation, inside }, i) => {
      const z = (x: number): number => (scale(x) - mean) / deviation;
      const own =
        step === undefined
          ? normalDensity(z(value)) / deviation
          : normalMass(z(value - half), z(value + half));
      return sum + (weights[i] * own) / inside;
    }, 0);
  return {
    draw(random) {
      const { mean, deviation } = kernels[drawIndex(weights, random)];
      const drawn = drawTruncated(random, { mean, deviation, low, high });
      return toPossible(range, range.log ? Math.exp(drawn) : drawn);
    },
    logDensity: (value) => Math.log(density(Number(value))),
  };
}

/** The width of each kernel: the longer way to its neighbours, neither tiny nor wider than the range. */
function widths(means: readonly number[], low: number, high: number): number[] {
  const order = means.map((_, i) => i).sort((a, b) => means[a] - means[b]);
  const sorted = [low, ...order.map((i) => means[i]), high];
  const found = means.map(() => 0);
  const smallest = (high - low) / Math.min(100, 2 + means.length);
  for (const [place, i] of order.entries()) {
    const left = sorted[place + 1] - sorted[place];
    const right = sorted[place + 2] - sorted[place + 1];
    // the bounds are no neighbours, except of a single value
    const outer = means.length === 1 ? Math.max(left, right) : place === 0 ? right : left;
    const isOuter = place === 0 || place === means.length - 1;
    const width = isOuter ? outer : Math.max(left, right);
    found[i] = Math.min(high - low, Math.max(smallest, width));
  }
  return found;
}

function drawIndex(weights: readonly number[], random: Random): number {
  let left = random.uniform();
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return i;
  }
  return weights.length - 1; // rounding left a crumb
}
