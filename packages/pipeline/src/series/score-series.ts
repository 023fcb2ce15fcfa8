/** A detector with one seed on one series: its scores, and its metrics under an alarm policy. */
import { checkStopped, type Listeners, type Scores, StoppedError } from '@anodec/core';
import { type AlarmPolicyConfig, applyAlarmPolicy, fitAlarmPolicy } from '@anodec/eval';
import { evaluateRecordings, type Evaluation, type MetricValues } from '@anodec/metrics';
import type { PreparedFrame } from '@anodec/preprocess';
import { createDetector } from '../detectors/registry.js';
import { inputOf, pairScores, scoreFrame } from '../detectors/score-frame.js';
import type { Measure, ScoredTest } from './measure.js';
import type { PreparedSeries, SeededDetector, SeriesScores } from './series.js';

/** Draws of the random floors: their means are enough here. */
const FLOOR_DRAWS = 20;

/** The numbers of a detector on a series. */
export interface SeriesEvaluation {
  /** Metrics of the registry and measures, by key. */
  readonly metrics: MetricValues;
  /** Means of the metrics of detectors that know nothing, by key of the floor. */
  readonly floors: Readonly<Record<string, MetricValues>>;
  readonly attacks: number;
  readonly rows: number;
  readonly attackRows: number;
  /** Unit of rates: per day, or per 1,000 rows. */
  readonly per: 'day' | '1,000 rows';
  readonly threshold: { readonly value: number; readonly rule: string };
}

/**
 * Fits a detector and scores all rows with it.
 *
 * @throws StoppedError when the signal was raised; no score is kept then
 */
export async function scoreSeries(
  { kind, options, input, seed }: SeededDetector,
  { normal, tests }: PreparedSeries,
  listeners: Listeners,
): Promise<SeriesScores> {
  const { signal } = listeners;
  const settings = seed === null ? options : { ...options, seed };
  const inputs = (side: readonly PreparedFrame[]) => side.map((frame) => inputOf(frame, input));
  const frames = inputs(normal.whole ?? normal.training);
  const validation = normal.whole ? [] : inputs(normal.validation);
  const began = performance.now();
  const fitted = await createDetector(kind, settings).fit(frames, { ...listeners, validation });
  if (signal?.aborted) throw new StoppedError(`Stopped while fitting ${kind}.`);
  const fittedAt = performance.now();
  const score = async (side: readonly PreparedFrame[]): Promise<Scores[]> => {
    const all: Scores[] = [];
    for (const frame of side) {
      checkStopped(signal, `scoring with ${kind}`);
      all.push(await scoreFrame(fitted, frame, input, normal.preprocessing, listeners));
    }
    return all;
  };
  const scores = {
    training: await score(normal.training),
    validation: await score(normal.validation),
    test: await score(tests.map(({ prepared }) => prepared)),
  };
  const seconds = {
    fit: (fittedAt - began) / 1000,
    score: (performance.now() - fittedAt) / 1000,
  };
  return { ...scores, seconds };
}

/**
 * Applies the alarm policy, which is fitted to normal rows, and evaluates the test rows.
 *
 * @param draws of the random floors
 */
export function evaluateSeries(
  alarmPolicy: AlarmPolicyConfig,
  { normal, tests }: PreparedSeries,
  scores: SeriesScores,
  measures: readonly Measure[],
  draws = FLOOR_DRAWS,
): SeriesEvaluation {
  const sides = {
    training: pairScores(normal.training, scores.training),
    validation: pairScores(normal.validation, scores.validation),
  };
  const fitted = fitAlarmPolicy(alarmPolicy, sides);
  const scored = tests.map(({ source: name, attacks, prepared: { raw: frame } }, i): ScoredTest => {
    const own = scores.test[i];
    const detection = applyAlarmPolicy(fitted, { frame, scores: own });
    return { name, frame, ...(attacks && { attacks }), scores: own, detection };
  });
  const evaluation = evaluateRecordings(scored, { draws });
  const input = { evaluation, tests: scored, normal: sides };
  const measured = measures.map(({ key, compute }) => [key, compute(input)] as const);
  return {
    ...countsOf(evaluation),
    metrics: { ...evaluation.metrics, ...Object.fromEntries(measured) },
    threshold: { value: fitted.threshold.value, rule: fitted.threshold.rule },
  };
}

function countsOf(evaluation: Evaluation): Omit<SeriesEvaluation, 'metrics' | 'threshold'> {
  const { floors, attacks, rows, attackRows, recorded } = evaluation;
  const means = floors.map(({ key, metrics }) => {
    const bands = Object.entries(metrics).map(
      ([name, band]) => [name, band?.mean ?? null] as const,
    );
    return [key, Object.fromEntries(bands)] as const;
  });
  return {
    floors: Object.fromEntries(means),
    attacks: attacks.length,
    rows,
    attackRows,
    per: recorded.unit,
  };
}
