/**
 * What a method has to say that scores points one by one: how it learns from points, and how it scores them.
 *
 * A point is a row of a recording, or a window of one in numbers; `point-detector.ts` makes them, so that a
 * method knows neither recordings nor gaps.
 */
import type { DetectorState, NamedArray } from '@anodec/core';
import type { z } from 'zod';
import type { Work } from '../work.js';

/** Points of D numbers each. */
export interface Points {
  /** (N, D), row-major. */
  readonly values: Float32Array;
  /** D */
  readonly size: number;
}

/** What was learned from points. */
export interface PointModel {
  /**
   * Scores points, each for itself, higher where it is more anomalous.
   *
   * @param points complete, but for methods that say `missing: 'kept'`
   * @param out overwritten: (N), or (N, D) in a method of `scoresValues`
   */
  score(points: Points, out: Float32Array): Promise<void> | void;
  /** Points scored in about 20 ms; between two such pieces a stop is noticed. */
  readonly pointsAtOnce: number;
  /** All that scoring depends on beside the settings. */
  readonly arrays: Readonly<Record<string, NamedArray>>;
}

/** What a fit is given beside the points. */
export interface PointFit<Config> {
  readonly config: Config;
  /** Names of the D numbers of a point, for messages. */
  readonly names: readonly string[];
  readonly work: Work;
}

/** A method that scores points. */
export interface PointMethod<Shape extends z.ZodRawShape, Config = z.output<z.ZodObject<Shape>>> {
  /** Its name in registries. */
  readonly name: string;
  readonly settings: Shape;
  /** Name for people. */
  title(config: Config): string;
  /** Default of the largest number of points that are learned from. */
  readonly maxRows: number;
  /** Whether each number of a point has a score of its own; their mean is the score of the point. */
  readonly scoresValues?: boolean;
  /** `kept`: scored points have NaN where a reading is missing; default `mean`, that of training. */
  readonly missing?: 'mean' | 'kept';
  /** @throws DataError when the points are too few or have no spread */
  fit(points: Points, fit: PointFit<Config>): Promise<PointModel> | PointModel;
  restore(config: Config, arrays: DetectorState['arrays']): PointModel;
}

/** The number of points, N. */
export function pointCount({ values, size }: Points): number {
  return values.length / size;
}

/** How many points fit into 20 ms when each takes so many multiplications. */
export function pointsFor(operations: number): number {
  return Math.max(1, Math.floor(2e7 / operations));
}
