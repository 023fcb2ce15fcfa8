/** The cells of a benchmark, one after the other: found in the results folder, or made. */
import { join } from 'node:path';
import {
  checkStopped,
  isUserError,
  type Progress,
  silentProgress,
  StoppedError,
} from '@anodec/core';
import type { Series } from '@anodec/data';
import { allMetrics } from '@anodec/metrics';
import { evaluateSeries, type Measure, scoreSeries, type SeriesScores } from '@anodec/pipeline';
import { cellPath, type CellRecord, readCell, writeCell } from './cell-record.js';
import type { BenchmarkSettings } from './config.js';
import type { SeededContender } from './contenders.js';
import { EVERY_DETECTOR } from './describe-failures.js';
import { readScores, writeScores } from './error-cache.js';
import { keyOf } from './key.js';
import type { BenchmarkListeners, CellEvent, CellState } from './listeners.js';
import type { BenchmarkPlan } from './plan.js';
import type { Failure } from './results.js';
import { readSeriesData, type SeriesData } from './series-data.js';

/** What the cells of a benchmark have in common. */
export interface Work extends Pick<BenchmarkPlan, 'settings' | 'protocol'> {
  readonly measures: readonly Measure[];
  readonly listeners: BenchmarkListeners;
  readonly total: number;
  /** Cells done. */
  number: number;
}

type Outcome = CellRecord | Failure;

/**
 * All cells of a series; the series is read once.
 *
 * @throws StoppedError when the signal was raised; finished cells are kept
 */
export async function runSeries(
  series: Series,
  runs: readonly SeededContender[],
  work: Work,
): Promise<Outcome[]> {
  const { settings, protocol, listeners } = work;
  let data: SeriesData;
  try {
    checkStopped(listeners.signal, `reading ${series.name}`);
    data = await readSeriesData(series, settings, protocol, listeners.signal);
  } catch (error) {
    return failAll(series, runs, work, messageOf(error));
  }
  const outcomes: Outcome[] = [];
  for (const run of runs) {
    try {
      checkStopped(listeners.signal, `the benchmark, before ${series.name} with ${run.title}`);
      outcomes.push(await runCell(series, run, data, work));
    } catch (error) {
      outcomes.push(fail(series, run, work, messageOf(error)));
    }
  }
  return outcomes;
}

/** A message for people. @throws StoppedError, as a stop is not a failure */
function messageOf(error: unknown): string {
  if (error instanceof StoppedError) {
    throw new StoppedError(`${error.message} Finished cells are kept; the same command goes on.`, {
      cause: error,
    });
  }
  if (isUserError(error)) return error.message;
  return `a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/** Every cell of a series that cannot be read, reported once. */
function failAll(
  { name: series }: Series,
  runs: readonly SeededContender[],
  work: Work,
  message: string,
): Failure[] {
  work.number += runs.length;
  const place = { number: work.number, total: work.total, series };
  const { title, seed } = runs.length > 1 ? { title: EVERY_DETECTOR, seed: null } : runs[0];
  work.listeners.onCell?.({ ...place, title, seed, state: 'failed', seconds: 0, message });
  return runs.map((run) => ({ series, detector: run.name, seed: run.seed, message }));
}

function fail(series: Series, run: SeededContender, work: Work, message: string): Failure {
  report(series, run, work, { state: 'failed', seconds: 0, message });
  return { series: series.name, detector: run.name, seed: run.seed, message };
}

function report(
  { name: series }: Series,
  { title, seed }: SeededContender,
  work: Work,
  what: Pick<CellEvent, 'state' | 'seconds' | 'cell' | 'message'>,
): void {
  work.number += 1;
  const { number, total } = work;
  work.listeners.onCell?.({ number, total, series, title, seed, ...what });
}

/** Finds the cell, or makes it. */
async function runCell(
  series: Series,
  run: SeededContender,
  data: SeriesData,
  work: Work,
): Promise<CellRecord> {
  const { settings, measures } = work;
  const { results } = settings.benchmark;
  const began = performance.now();
  const made = madeFrom(run, data, settings);
  const whole = { ...made, alarmPolicy: run.alarmPolicy, metrics: metricKeys(measures) };
  const place = { series: series.name, detector: run.name, seed: run.seed };
  const path = cellPath(results, place, keyOf(whole));
  const kept = await readCell(path);
  const seconds = (): number => (performance.now() - began) / 1000;
  if (kept) {
    report(series, run, work, { state: 'kept', seconds: seconds(), cell: kept });
    return kept;
  }
  const { scores, state } = await scoresOf(run, data, made, work, series);
  const { seconds: spent } = scores;
  const { threshold, ...result } = evaluateSeries(run.alarmPolicy, data, scores, measures);
  const value = Number.isFinite(threshold.value) ? threshold.value : null;
  const cell: CellRecord = {
    formatVersion: 1,
    ...place,
    group: series.group,
    title: run.title,
    ...result,
    threshold: { ...threshold, value },
    seconds: spent,
    made: whole,
  };
  await writeCell(path, cell);
  report(series, run, work, { state, seconds: seconds(), cell });
  return cell;
}

/** All that the scores of a detector depend on. */
function madeFrom(
  { kind, options, input, seed }: SeededContender,
  data: SeriesData,
  settings: BenchmarkSettings,
) {
  const { threads: _, ...own } = options; // any number of threads gives the same bits
  return {
    data: data.identity,
    preprocess: settings.preprocess,
    // rows between training and validation follow from the window of the primary detector
    windowSize: settings.detector.windowSize ?? 1,
    sampledTrainShare: settings.detector.sampledTrainShare ?? 0,
    detector: { kind, input, ...own, ...(seed !== null && { seed }) },
  };
}

/** A metric that is new makes cells new. */
function metricKeys(measures: readonly Measure[]): string[] {
  return [...allMetrics(), ...measures].map(({ key }) => key);
}

async function scoresOf(
  run: SeededContender,
  data: SeriesData,
  made: unknown,
  { settings, listeners, number, total }: Work,
  { name }: Series,
): Promise<{ scores: SeriesScores; state: CellState }> {
  const folder = join(settings.benchmark.results, 'errors', keyOf(made));
  const kept = await readScores(folder);
  if (kept) return { scores: kept, state: 'rescored' };
  const progress = labelled(listeners.progress, `${number + 1}/${total} ${name} ${run.title}`);
  const scores = await scoreSeries(run, data, { ...listeners, progress });
  await writeScores(folder, scores, made);
  return { scores, state: 'fitted' };
}

/** Progress that says which cell it is about. */
function labelled(progress: Progress = silentProgress, about: string): Progress {
  return {
    begin: (label, total, unit) => progress.begin(`${about}: ${label}`, total, unit),
    update: (done, note) => progress.update(done, note),
    end: () => progress.end(),
  };
}
