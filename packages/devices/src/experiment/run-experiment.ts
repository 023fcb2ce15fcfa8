/**
 * An experiment on the days of one device, several times with other seeds: networks are trained on days to train on, and days
 * to test on are scored with their own class, with a wrong one, and where anomalous days are known, apart from those. Simple
 * methods and an autoencoder score the same days. Thresholds come from days held out, no method sees a label of an anomaly.
 */
import { createRandom, type Listeners, quantile } from '@anodec/core';
import { type GanConfig, type LossHistory, trainGan, type TrainGanOptions } from '@anodec/gan';
import { z } from 'zod';
import { type DayEvaluation, evaluateScores } from '../assess/evaluate-scores.js';
import { type DayTable, selectDays, SLOTS } from '../day-table.js';
import type { LabelledDays } from '../detector/closest-days.js';
import {
  type DayCalibration,
  calibrateDays,
  compareDays,
  type DayDifferences,
  scoresOf,
} from '../detector/day-scores.js';
import { holdOut } from '../detector/hold-out.js';
import type { DayScoringConfig, DayThresholdConfig } from '../detector/scoring-config.js';
import { classCount, classesOfDays, type DayClasses } from '../groups/day-classes.js';
import { augmentDays } from '../prepare/augment.js';
import { fitFloor, floorNames, floorTitle } from './floors.js';
import { wrongLabels } from './wrong-labels.js';

export const ExperimentConfig = z.strictObject({
  runs: z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe('Times that the experiment is run, each with the next seed'),
  autoencoderEpochs: z
    .int()
    .min(1)
    .default(100)
    .describe('Passes of the autoencoder, one of the methods beside, over the days of each class'),
});

/** What an experiment is made on. */
export interface ExperimentData {
  readonly train: DayTable;
  /** (train), the class of each day. */
  readonly labels: ArrayLike<number>;
  /** The class of each type of day. */
  readonly classes: DayClasses;
  readonly test: DayTable;
  /** Dates among the days to test on that are known to be anomalous; none are by default. */
  readonly anomalous?: ReadonlySet<string>;
}

/** Settings of an experiment. */
export interface ExperimentSettings {
  readonly gan: GanConfig;
  readonly scoring: DayScoringConfig;
  readonly threshold: DayThresholdConfig;
  /** Passes of the autoencoder over the days of each class. */
  readonly autoencoderEpochs: number;
}

/** What a method came to. */
export interface MethodResult {
  readonly method: string;
  /** Normal days beside the same days with a wrong class; absent where there is one class. */
  readonly wrong?: DayEvaluation;
  /** Normal days beside known anomalous ones; absent where none are known. */
  readonly known?: DayEvaluation;
}

/** Scores of one run. */
export interface ExperimentRun {
  readonly seed: number;
  /** Losses of every iteration, for each pair of networks. */
  readonly losses: readonly LossHistory[];
  /** AnoGAN by both rules first, then the simple methods. */
  readonly methods: readonly MethodResult[];
  /** Normal days to test on, with their own class. */
  readonly normal: TestedDays;
  /** The same days with a wrong class. */
  readonly wrong?: TestedDays;
  readonly known?: TestedDays;
}

/** Days of one kind and what AnoGAN says of them. */
export interface TestedDays {
  readonly table: DayTable;
  readonly labels: ArrayLike<number>;
  readonly found: DayDifferences;
  /** (N), by the rule of the settings. */
  readonly scores: Float64Array;
}

/** Options of a run. */
export interface ExperimentOptions extends Listeners {
  /** Where the networks are kept; default: nowhere. A training that was stopped continues there. */
  readonly folder?: string;
  readonly backend?: TrainGanOptions['backend'];
  readonly onReport?: TrainGanOptions['onReport'];
}

/**
 * Runs the experiment once, with the seed of the networks.
 *
 * @throws DataError when there is no normal day to test on, or neither a second class nor a known anomaly
 * @throws StoppedError on an abort
 */
export async function runExperiment(
  data: ExperimentData,
  settings: ExperimentSettings,
  options: ExperimentOptions = {},
): Promise<ExperimentRun> {
  const { seed } = settings.gan;
  const { learned, heldOut } = holdOut(data.labels, settings.threshold.heldOut, seed);
  const own = part(data.train, data.labels, learned);
  const usual = part(data.train, data.labels, heldOut);
  const tests = testsOf(data, seed);
  const { folder, ...listeners } = options;
  const { gan, losses } = await trainGan(
    {
      days: own.table.values,
      width: SLOTS,
      labels: Int32Array.from(own.labels),
      classes: classCount(data.classes),
    },
    settings.gan,
    { ...listeners, ...(folder !== undefined && { folder, resume: true }), augment: augmentDays },
  );
  const compare = (days: LabelledDays) => compareDays(gan, days, own, settings.scoring, options);
  try {
    const held = await compare(usual);
    const calibration = calibrateDays(held);
    const found: Record<string, DayDifferences> = {};
    for (const [name, test] of Object.entries(tests)) found[name] = await compare(test);
    const rated = ratedBy(found, held, calibration, settings);
    const scored = (name: keyof Tests): TestedDays | undefined => {
      const test = tests[name];
      if (!test) return undefined;
      return {
        ...test,
        found: found[name],
        scores: scoresOf(found[name], settings.scoring.score, calibration),
      };
    };
    const [wrong, known] = [scored('wrong'), scored('known')];
    return {
      seed,
      losses,
      methods: [...rated, ...(await rateFloors(own, usual, tests, settings, options))],
      normal: scored('normal') as TestedDays,
      ...(wrong && { wrong }),
      ...(known && { known }),
    };
  } finally {
    gan.dispose();
  }
}

interface Tests {
  readonly normal: LabelledDays;
  readonly wrong?: LabelledDays;
  readonly known?: LabelledDays;
}

function testsOf({ test, classes, anomalous = new Set() }: ExperimentData, seed: number): Tests {
  const labels = classesOfDays(test.dates, classes);
  const all = test.dates.map((_, n) => n);
  const normal = part(
    test,
    labels,
    all.filter((n) => !anomalous.has(test.dates[n])),
  );
  const known = part(
    test,
    labels,
    all.filter((n) => anomalous.has(test.dates[n])),
  );
  const hasKnown = known.labels.length > 0;
  const K = classCount(classes);
  // with one class and no known anomaly there is nothing to test, which wrongLabels says
  if (K === 1 && hasKnown) return { normal, known };
  const random = createRandom(seed).stream('wrong classes');
  const wrong = { table: normal.table, labels: wrongLabels(normal.labels, K, random) };
  return { normal, wrong, ...(hasKnown && { known }) };
}

function part(table: DayTable, labels: ArrayLike<number>, days: readonly number[]): LabelledDays {
  return { table: selectDays(table, days), labels: days.map((n) => labels[n]) };
}

/** AnoGAN by both rules, from the same differences. */
function ratedBy(
  found: Readonly<Record<string, DayDifferences>>,
  held: DayDifferences,
  calibration: DayCalibration,
  { gan, threshold }: ExperimentSettings,
): MethodResult[] {
  return (['calibrated', 'original'] as const).map((rule) => {
    const scores = Object.entries(found).map(([name, one]) => [
      name,
      scoresOf(one, rule, calibration),
    ]);
    const limit = quantile(scoresOf(held, rule, calibration), threshold.quantile);
    return evaluated(`${gan.variant}, ${rule} score`, Object.fromEntries(scores), limit);
  });
}

async function rateFloors(
  own: LabelledDays,
  usual: LabelledDays,
  tests: Tests,
  { threshold, gan, autoencoderEpochs }: ExperimentSettings,
  listeners: Listeners,
): Promise<MethodResult[]> {
  const results: MethodResult[] = [];
  const { seed, backend, threads, strict } = gan;
  const settings = { seed, backend, threads, strict, autoencoderEpochs };
  for (const method of floorNames) {
    const floor = await fitFloor(method, own.table, own.labels, settings, listeners);
    const limit = quantile(await floor.score(usual.table, usual.labels), threshold.quantile);
    const scores: Record<string, Float64Array> = {};
    for (const [name, { table, labels }] of Object.entries(tests) as [string, LabelledDays][]) {
      scores[name] = await floor.score(table, labels);
    }
    results.push(evaluated(floorTitle(method), scores, limit));
  }
  return results;
}

function evaluated(
  method: string,
  { normal, wrong, known }: Readonly<Record<string, Float64Array | undefined>>,
  limit: number,
): MethodResult {
  const beside = (other: Float64Array | undefined) =>
    normal && other ? evaluateScores(normal, other, limit) : undefined;
  const [ofWrong, ofKnown] = [beside(wrong), beside(known)];
  return { method, ...(ofWrong && { wrong: ofWrong }), ...(ofKnown && { known: ofKnown }) };
}
