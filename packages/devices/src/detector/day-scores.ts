/** Scores of days: what AnoGAN leaves, alone or in deviations from normal days. No label of an anomaly takes part. */
import { DataError, type Listeners, mean, standardDeviation } from '@anodec/core';
import { AnoganConfig, type AnoganScores, type Gan, scoreDays } from '@anodec/gan';
import type { DayTable } from '../day-table.js';
import type { DayScoringConfig } from './scoring-config.js';

/** The parts of a score. */
const PARTS = ['residuals', 'features', 'classLosses', 'validityLosses'] as const;

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
}

/** What AnoGAN says of days. */
export interface DayDifferences extends AnoganScores {
  readonly dates: readonly string[];
}

/**
 * Brings generated days close to the days of a table.
 *
 * @param labels (N), the class of each day
 * @throws DataError when a class is not known; ConfigError when a setting is wrong; StoppedError on an abort
 */
export async function compareDays(
  gan: Gan,
  { dates, values }: DayTable,
  labels: ArrayLike<number>,
  scoring: DayScoringConfig,
  listeners: Listeners = {},
): Promise<DayDifferences> {
  const settings = AnoganConfig.strip().parse(scoring); // without what this package adds
  const found = await scoreDays(gan, { days: values, labels, names: dates }, settings, listeners);
  return { ...found, dates };
}

/** Learns what is usual. @param normal of normal days, two or more @throws DataError when there are fewer */
export function calibrateDays(normal: AnoganScores): DayCalibration {
  if (normal.scores.length < 2) {
    throw new DataError(
      `There must be two normal days or more to calibrate scores with, got ${normal.scores.length}.`,
    );
  }
  const { residuals, features, classLosses, validityLosses } = normal;
  return {
    residuals: moments(residuals),
    features: moments(features),
    classLosses: classLosses.some(Number.isNaN) ? null : moments(classLosses),
    validityLosses: moments(validityLosses),
  };
}

/**
 * The score of each day: the loss of AnoGAN, or the sum of the parts, each as a logarithm in deviations from its mean over
 * normal days. A part that is the same on all normal days does not count, nor does the feature where the discriminator names
 * the class: there it is the probabilities of the classes, which the loss of the class holds already.
 */
export function scoresOf(
  found: AnoganScores,
  rule: DayScoringConfig['score'],
  calibration: DayCalibration,
): Float64Array {
  if (rule === 'original') return Float64Array.from(found.scores);
  return Float64Array.from(found.scores, (_, n) =>
    PARTS.reduce((sum, part) => {
      const usual = calibration[part];
      if (usual === null || usual.deviation === 0) return sum;
      if (part === 'features' && calibration.classLosses !== null) return sum;
      return sum + (logarithm(found[part][n]) - usual.mean) / usual.deviation;
    }, 0),
  );
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
