/**
 * AnoGAN: how closely the generator can come to a day of its class. Fixed random numbers pass a mapping that is trained for
 * the day alone, the networks stay as they are, and the loss that is left is the score.
 *
 * Source: Schlegl et al. 2017, "Unsupervised Anomaly Detection with Generative Adversarial Networks to Guide Marker
 * Discovery". The mapping in place of the latent numbers, its optimiser and the layers that are compared are those of the
 * original program.
 */
import {
  createRandom,
  DataError,
  type Listeners,
  parseConfig,
  runWork,
  ShapeError,
} from '@anodec/core';
import type { Gan } from '../gan.js';
import { scaleDays, unscaleDays } from '../scaling.js';
import { AnoganConfig } from './anogan-config.js';
import { drawMapper, type MapperWeights } from './latent-mapper.js';
import type { Start, StartResult } from './start.js';

/** Days to score. */
export interface ScoredDays {
  /** (N, width), in the unit of the device. */
  readonly days: Float32Array;
  /** (N), the class of each day. */
  readonly labels: ArrayLike<number>;
  /**
   * (N), a name for each day, such as its date: its random numbers depend on it, so that a day scores the same alone and among
   * others.
   */
  readonly names: readonly string[];
}

/** Scores of days and what they are made of. */
export interface AnoganScores {
  /** (N), (1 − featureWeight) · residual + featureWeight · feature: the loss of the last step. */
  readonly scores: Float32Array;
  /** (N), sum of the differences of the values, scaled. */
  readonly residuals: Float32Array;
  /** (N), sum of the differences of the feature. */
  readonly features: Float32Array;
  /** (N), the discriminator’s −ln of the probability of the day’s class; NaN where it does not tell classes apart. */
  readonly classLosses: Float32Array;
  /** (N), the discriminator’s −ln of the probability that the day is real. */
  readonly validityLosses: Float32Array;
  /** (N, width), the generated days that were compared, in the unit of the device. */
  readonly generated: Float32Array;
  /** (N, latentSize), the random numbers that the closest generated days started from. */
  readonly inputs: Float32Array;
  /** The trained mapping of a day. */
  mapperOf(day: number): MapperWeights;
}

/**
 * Scores days. A backend must have been started (`startCompute` of `@anodec/model`).
 *
 * @throws ShapeError when days, labels and names do not fit each other
 * @throws DataError when there is no such class or a value is not finite
 * @throws ConfigError when a setting is wrong, such as a feature that the discriminator lacks
 * @throws StoppedError on an abort
 */
export async function scoreDays(
  gan: Gan,
  data: ScoredDays,
  settings: unknown = {},
  listeners: Listeners = {},
): Promise<AnoganScores> {
  const config = parseConfig(AnoganConfig, settings);
  checkDays(gan, data);
  const { bringClose } = await import('./bring-close.js');
  const scaled = scaleDays(data.days, gan);
  const starts = startsOf(gan, data, config);
  const best: (StartResult & { readonly start: Start })[] = [];
  const lossOf = ({ residual, feature }: StartResult) =>
    (1 - config.featureWeight) * residual + config.featureWeight * feature;
  const groups = batchesOf(gan, starts, config.batchDays);
  const total = groups.length * config.scoreSteps;
  await runWork(listeners, { label: 'Scoring days', total, unit: 'steps' }, async (work) => {
    for (const [g, group] of groups.entries()) {
      const piece = (step: number) => work.piece(g * config.scoreSteps + step);
      const results = await bringClose(gan, scaled, group, config, piece);
      results.forEach((result, i) => {
        const { day } = group[i];
        const before: StartResult | undefined = best[day];
        // of equal losses the first start counts, whatever batch it was in
        if (before === undefined || lossOf(result) < lossOf(before)) {
          best[day] = { ...result, start: group[i] };
        }
      });
    }
  });
  return collect(gan, best, lossOf);
}

function collect(
  gan: Gan,
  best: readonly (StartResult & { readonly start: Start })[],
  lossOf: (result: StartResult) => number,
): AnoganScores {
  const numbers = (of: (result: StartResult) => number) => Float32Array.from(best, of);
  return {
    scores: numbers(lossOf),
    residuals: numbers(({ residual }) => residual),
    features: numbers(({ feature }) => feature),
    classLosses: numbers(({ classLoss }) => classLoss),
    validityLosses: numbers(({ validityLoss }) => validityLoss),
    generated: unscaleDays(
      joined(
        best.map(({ generated }) => generated),
        gan.width,
      ),
      gan,
    ),
    inputs: joined(
      best.map(({ start }) => start.inputs),
      gan.settings.latentSize,
    ),
    mapperOf: (day) => best[day].mapper,
  };
}

function joined(rows: readonly Float32Array[], width: number): Float32Array {
  const all = new Float32Array(rows.length * width);
  rows.forEach((row, n) => all.set(row, n * width));
  return all;
}

/** Every restart of every day; mappings begin the same for all days of a restart. */
function startsOf(gan: Gan, { labels, names }: ScoredDays, config: AnoganConfig): Start[] {
  const L = gan.settings.latentSize;
  const random = createRandom(config.scoreSeed);
  const mappers = Array.from({ length: config.restarts }, (_, r) =>
    drawMapper(L, random.stream(`mapper ${r}`)),
  );
  return names.flatMap((name, day) =>
    mappers.map((mapper, r) => {
      const drawn = random.stream(`start ${r} of ${name}`);
      const inputs = Float32Array.from({ length: L }, () => drawn.normal());
      return { day, label: labels[day], inputs, mapper };
    }),
  );
}

/** Starts whose days are judged by the same networks, so many at once. */
function batchesOf(gan: Gan, starts: readonly Start[], size: number): Start[][] {
  const byNetworks = new Map<unknown, Start[]>();
  for (const start of starts) {
    const networks = gan.networksOf(start.label);
    byNetworks.set(networks, [...(byNetworks.get(networks) ?? []), start]);
  }
  return [...byNetworks.values()].flatMap((own) =>
    Array.from({ length: Math.ceil(own.length / size) }, (_, b) =>
      own.slice(b * size, (b + 1) * size),
    ),
  );
}

/** @throws ShapeError, DataError when days, labels and names do not fit the networks */
export function checkDays({ width, classes }: Gan, { days, labels, names }: ScoredDays): void {
  const N = names.length;
  if (days.length !== N * width || labels.length !== N) {
    throw new ShapeError(
      `days, labels and names must be of the same number of days of ${width} values, got ${days.length} values, ` +
        `${labels.length} labels and ${N} names.`,
    );
  }
  const at = days.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    throw new DataError(
      `All values of days must be finite, got ${days[at]} on ${names[Math.floor(at / width)]}, value ` +
        `${(at % width) + 1}. Fill gaps before scoring.`,
    );
  }
  for (let n = 0; n < N; n++) {
    if (Number.isInteger(labels[n]) && labels[n] >= 0 && labels[n] < classes) continue;
    throw new DataError(
      `The class of a day must be a whole number from 0 to ${classes - 1}, got ${labels[n]} on ${names[n]}.`,
    );
  }
}
