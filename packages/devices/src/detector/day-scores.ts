/**
 * Scores of days: what AnoGAN leaves, or how far that and what the discriminator sees lie above what is usual. No label of an
 * anomaly takes part.
 */
import { DataError, type Listeners, mean, standardDeviation } from '@anodec/core';
import { AnoganConfig, type AnoganScores, type Gan, scoreDays } from '@anodec/gan';
import { closestGenerated, closestLearned, type LabelledDays } from './closest-days.js';
import type { DayScoringConfig } from './scoring-config.js';

/** The parts of a score. */
const PARTS = [
  'residuals',
  'features',
  'classLosses',
  'validityLosses',
  'closestLearned',
  'closestGenerated',
] as const;

/** What a score is made of, (N) each. */
export type DayParts = Pick<DayDifferences, (typeof PARTS)[number]>;

/** Mean and deviation of the logarithm of a part over normal days that the networks did not learn from. */
export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** Of each part; null where the discriminator does not tell classes apart. */
export interface DayCalibration {
  readonly residuals: Moments;
  readonly features: Moments;
  readonly classLosses: Moments | null;
  readonly validityLosses: Moments;
  readonly closestLearned: Moments;
  readonly closestGenerated: Moments;
}

/** What the networks say of days. */
export interface DayDifferences extends AnoganScores {
  readonly dates: readonly string[];
  /** (N), distance to the closest learned day of the class in the outputs that the discriminator judges by. */
  readonly closestLearned: Float32Array;
  /** (N), distance of the values, scaled, to the closest of many generated days of the class. */
  readonly closestGenerated: Float32Array;
}

/**
 * Brings generated days close to the days of a table, and finds the closest learned and generated ones.
 *
 * @param learned the days that the networks learned from
 * @throws DataError when a class is not known; ConfigError when a setting is wrong; StoppedError on an abort
 */
export async function compareDays(
  gan: Gan,
  days: LabelledDays,
  learned: LabelledDays,
  scoring: DayScoringConfig,
  listeners: Listeners = {},
): Promise<DayDifferences> {
  const { dates, values } = days.table;
  const settings = AnoganConfig.strip().parse(scoring); // without what this package adds
  const data = { days: values, labels: days.labels, names: dates };
  const found = await scoreDays(gan, data, settings, listeners);
  return {
    ...found,
    dates,
    closestLearned: await closestLearned(gan, days, learned, listeners),
    closestGenerated: await closestGenerated(gan, days, listeners),
  };
}

/** Learns what is usual. @param normal of normal days, two or more @throws DataError when there are fewer */
export function calibrateDays(normal: DayParts): DayCalibration {
  if (normal.residuals.length < 2) {
    throw new DataError(
      `There must be two normal days or more to calibrate scores with, got ${normal.residuals.length}.`,
    );
  }
  const { residuals, features, classLosses, validityLosses } = normal;
  return {
    residuals: moments(residuals),
    features: moments(features),
    classLosses: classLosses.some(Number.isNaN) ? null : moments(classLosses),
    validityLosses: moments(validityLosses),
    closestLearned: moments(normal.closestLearned),
    closestGenerated: moments(normal.closestGenerated),
  };
}

/**
 * The score of each day: the loss of AnoGAN, or the root of the sum of squares of the parts, each as a logarithm in deviations
 * above its mean over normal days. A part below its mean counts nothing: a day on which the appliance was hardly used has
 * a small residual, which must not outweigh what is unusual in it. Nor does a part count that is the same on all normal days, or the
 * feature where the discriminator names the class: there it is the probabilities of the classes, which the loss of the class
 * holds already.
 */
export function scoresOf(
  found: DayParts & Pick<DayDifferences, 'scores'>,
  rule: DayScoringConfig['score'],
  calibration: DayCalibration,
): Float64Array {
  if (rule === 'original') return Float64Array.from(found.scores);
  return Float64Array.from(found.scores, (_, n) => {
    const squares = PARTS.reduce((sum, part) => {
      const usual = calibration[part];
      if (usual === null || usual.deviation === 0) return sum;
      if (part === 'features' && calibration.classLosses !== null) return sum;
      return sum + Math.max(0, (logarithm(found[part][n]) - usual.mean) / usual.deviation) ** 2;
    }, 0);
    return Math.sqrt(squares);
  });
}

/** Of the logarithms of a part. */
function moments(part: Float32Array): Moments {
  const values = part.map(logarithm);
  return { mean: mean(values), deviation: standardDeviation(values) };
}

/** Parts are never below 0 and skewed; a small amount keeps the logarithm of 0 finite. */
function logarithm(value: number): number {
  return Math.log(value + 1e-3);
}
