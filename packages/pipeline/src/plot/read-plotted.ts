/** A test recording of a run with the alarms of its detectors, as charts take it. */
import type { TimeSpan } from '@anodec/charts';
import { type Attack, DataError, rowsOfDay, type Segment } from '@anodec/core';
import type { Detection } from '@anodec/eval';
import { attacksFromLabels } from '@anodec/metrics';
import type { PreparedFrame } from '@anodec/preprocess';
import { type ChartRecording, limitOf, spansOf } from '@anodec/report';
import { type EvaluatedRecordings, readEvaluated } from '../runs/evaluated-recordings.js';
import type { TrainedRun } from '../runs/trained-run.js';
import { readDetections } from '../score/detections.js';
import type { RunPlotConfig } from './run-plot-config.js';

/** A recording to draw, and the rows of it that are shown. */
export interface PlottedRecording extends ChartRecording {
  readonly name: string;
  readonly prepared: PreparedFrame;
  readonly detection: Detection;
  readonly attacks: readonly Attack[];
  /** Whether the attacks are those of a list; else runs of labelled rows. */
  readonly listed: boolean;
  readonly rows: Segment;
}

/**
 * Reads the recording that the settings name, with the alarms of the primary detector.
 *
 * @throws DataError when the run was not scored, its data set is gone, or there is no such recording or day
 */
export async function readPlotted(
  trained: TrainedRun,
  { number, day }: Pick<RunPlotConfig, 'number' | 'day'>,
): Promise<PlottedRecording> {
  const evaluated = await readEvaluated(trained);
  const { prepared, tests, attacks } = evaluated;
  const own = prepared[number - 1];
  if (!own) throw missingRecording(evaluated, number);
  const detections = await readDetections(trained.run, trained.detectors[0], prepared);
  const { source } = tests.recorded[number - 1];
  return {
    name: source,
    frame: own.raw,
    prepared: own,
    detection: detections[number - 1],
    attacks: attacks ?? attacksFromLabels(own.raw),
    listed: attacks !== undefined,
    rows: rowsOfDay(own.raw, day, source),
  };
}

function missingRecording({ tests }: EvaluatedRecordings, number: number): DataError {
  const names = tests.recorded.map(({ source }, i) => `${i + 1} (${source})`).join(', ');
  return new DataError(
    `The number of the test recording must be one of ${names}, got ${number}. Name one of these.`,
  );
}

/** The shown rows, and the attacks and alarms that reach into them. */
export function shownParts(recording: PlottedRecording): {
  readonly clock: PlottedRecording['frame']['clock'];
  readonly timestamps: Float64Array;
  readonly attacks: readonly TimeSpan[];
  readonly alarms: readonly TimeSpan[];
} {
  const { frame, detection, rows } = recording;
  const timestamps = frame.timestamps.subarray(rows.start, rows.end);
  const [first, last] = [timestamps[0], timestamps[timestamps.length - 1]];
  const shown = ({ start, end }: TimeSpan): boolean => start <= last && end >= first;
  return {
    clock: frame.clock,
    timestamps,
    attacks: spansOf(recording).filter(shown),
    alarms: detection.alarms.filter(shown),
  };
}

/** Score and threshold of the shown rows, the threshold of each row only where it moves. */
export function shownScore(recording: PlottedRecording): {
  readonly score: Float32Array;
  readonly threshold: number;
  readonly limits?: Float64Array;
} {
  const { score, threshold, limits } = limitOf(recording);
  const { start, end } = recording.rows;
  return {
    score: score.subarray(start, end),
    threshold,
    ...(limits && { limits: limits.subarray(start, end) }),
  };
}

/**
 * The threshold, where scores are drawn in thresholds.
 *
 * @throws DataError when it is not above 0
 */
export function scaleOf({ detection }: PlottedRecording): number {
  const { value } = detection.threshold;
  if (value > 0) return value;
  throw new DataError(
    `The threshold must be above 0 where scores are drawn in thresholds, got ${value}. Draw the score instead.`,
  );
}

/** The end of a title: the run and the day. */
export function titleEnd(trained: TrainedRun, { day }: Pick<RunPlotConfig, 'day'>): string {
  const { version, path } = trained.run;
  return `, run ${version ?? path}${day === 'all' ? '' : `, ${day}`}`;
}
