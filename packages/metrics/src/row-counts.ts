/** How many rows a recording has, and how many of them count in which metrics. */
import { DataError, UNKNOWN_LABEL } from '@anodec/core';
import type { EvaluatedRecording, UnscoredRows } from './recording.js';

/** Rows of one recording, or of several together. */
export interface RowCounts {
  readonly rows: number;
  /** Rows with a score. */
  readonly scoredRows: number;
  /** Rows without a score: they count in no point-wise metric and can raise no alarm. */
  readonly unscoredRows: number;
  /** Why rows have no score, as far as it is known; adds up to `unscoredRows` unless empty. */
  readonly unscored: readonly UnscoredRows[];
  /** Rows with an unknown label: they count in no point-wise metric. */
  readonly unknownLabelRows: number;
  /** Rows with a score and a known label: those that point-wise metrics count. */
  readonly evaluatedRows: number;
  /** Evaluated rows under attack. */
  readonly attackRows: number;
  /** Rows in an alarm: one alarm that never ends catches everything. */
  readonly alarmedRows: number;
}

const UNEXPLAINED = 'reason not recorded';

/** Counts the rows of a recording. @throws DataError when more rows are explained than lack a score */
export function countRecordingRows(recording: EvaluatedRecording): RowCounts {
  const { name, score, labels, alarms, unscored } = recording;
  let [scored, unknown, evaluated, attacked] = [0, 0, 0, 0];
  for (let t = 0; t < labels.length; t++) {
    const [hasScore, hasLabel] = [!Number.isNaN(score[t]), labels[t] !== UNKNOWN_LABEL];
    if (hasScore) scored++;
    if (!hasLabel) unknown++;
    if (!hasScore || !hasLabel) continue;
    evaluated++;
    if (labels[t] !== 0) attacked++;
  }
  const without = labels.length - scored;
  return {
    rows: labels.length,
    scoredRows: scored,
    unscoredRows: without,
    unscored: explain(unscored, without, name),
    unknownLabelRows: unknown,
    evaluatedRows: evaluated,
    attackRows: attacked,
    alarmedRows: alarms.reduce((sum, { rows }) => sum + rows.end - rows.start, 0),
  };
}

/** The counts of several recordings together. */
export function sumRowCounts(counts: readonly RowCounts[]): RowCounts {
  return counts.reduce((a, b) => ({
    rows: a.rows + b.rows,
    scoredRows: a.scoredRows + b.scoredRows,
    unscoredRows: a.unscoredRows + b.unscoredRows,
    unscored: sumReasons([...withRest(a), ...withRest(b)]),
    unknownLabelRows: a.unknownLabelRows + b.unknownLabelRows,
    evaluatedRows: a.evaluatedRows + b.evaluatedRows,
    attackRows: a.attackRows + b.attackRows,
    alarmedRows: a.alarmedRows + b.alarmedRows,
  }));
}

/** Reasons with rows, and a line for the rows that have none. */
function explain(
  unscored: readonly UnscoredRows[],
  without: number,
  recording: string,
): UnscoredRows[] {
  const explained = unscored.reduce((sum, { rows }) => sum + rows, 0);
  if (explained > without) {
    throw new DataError(
      `Reasons must be given for at most the ${without} rows of ${recording} without a score, got reasons for ${explained}.`,
    );
  }
  if (explained === 0) return [];
  const rest = without - explained;
  const all = rest > 0 ? [...unscored, { reason: UNEXPLAINED, rows: rest }] : unscored;
  return sumReasons(all);
}

/** The reasons of a recording, all its rows without a score among them. */
function withRest({ unscored, unscoredRows }: RowCounts): readonly UnscoredRows[] {
  return unscored.length > 0 ? unscored : [{ reason: UNEXPLAINED, rows: unscoredRows }];
}

/** One line for each reason that has rows; none where no reason is known. */
function sumReasons(all: readonly UnscoredRows[]): UnscoredRows[] {
  const sums = new Map<string, number>();
  for (const { reason, rows } of all) {
    if (rows > 0) sums.set(reason, (sums.get(reason) ?? 0) + rows);
  }
  if ([...sums.keys()].every((reason) => reason === UNEXPLAINED)) return [];
  return [...sums].map(([reason, rows]) => ({ reason, rows }));
}
