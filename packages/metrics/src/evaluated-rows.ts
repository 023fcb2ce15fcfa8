/** The rows that point-wise metrics count, of all recordings one after the other. */
import type { Segment } from '@anodec/core';
import { rankScores } from './ranking.js';
import type { EvaluatedRows, Ranking } from './rows.js';
import type { MetricRecording } from './recording.js';

/** Rows of one recording that do not count. */
export interface LeftOutRows {
  readonly recording: MetricRecording;
  readonly rows: Segment;
}

/** Rows with a score and a known label. @param without rows to leave out */
export function evaluatedRows(
  recordings: readonly MetricRecording[],
  without?: LeftOutRows,
): EvaluatedRows {
  const kept = recordings.map((recording) => {
    const { countedRows } = recording;
    if (without?.recording !== recording) return countedRows;
    const { start, end } = without.rows;
    return countedRows.filter((t) => t < start || t >= end);
  });
  let N = 0;
  const starts = kept.map((rows) => (N += rows.length) - rows.length);
  const labels = gather(
    recordings.map((recording) => recording.labels),
    kept,
    new Uint8Array(N),
  );
  return {
    starts,
    ...rowsOf(
      recordings,
      kept,
      labels.map((label) => (label === 0 ? 0 : 1)),
    ),
  };
}

/**
 * The same rows with other scores and alarms; labels are those of `like`, so that what was computed
 * from them is computed once for all floors.
 *
 * @param recordings those of `like`, with the same rows that count
 */
export function evaluatedRowsLike(
  like: EvaluatedRows,
  recordings: readonly MetricRecording[],
): EvaluatedRows {
  const kept = recordings.map(({ countedRows }) => countedRows);
  return { starts: like.starts, ...rowsOf(recordings, kept, like.labels) };
}

function rowsOf(
  recordings: readonly MetricRecording[],
  kept: readonly Uint32Array[],
  labels: Uint8Array,
): Omit<EvaluatedRows, 'starts'> {
  const N = labels.length;
  const of = (values: (recording: MetricRecording) => Uint8Array): Uint8Array =>
    gather(recordings.map(values), kept, new Uint8Array(N));
  const scores = gather(
    recordings.map(({ score }) => score),
    kept,
    new Float32Array(N),
  );
  let ranked: Ranking | undefined;
  return {
    labels,
    scores,
    flags: of(({ flags }) => flags),
    alarmed: of(({ alarmed }) => alarmed),
    ranking: () => (ranked ??= rankScores(labels, scores)),
  };
}

/** Puts the values of the kept rows one after the other into `into`. */
function gather<Values extends Float32Array | Uint8Array>(
  all: readonly Values[],
  kept: readonly Uint32Array[],
  into: Values,
): Values {
  let n = 0;
  all.forEach((values, i) => {
    const rows = kept[i];
    if (rows.length === values.length) {
      into.set(values, n); // most often every row counts
      n += rows.length;
    } else {
      for (const t of rows) into[n++] = values[t];
    }
  });
  return into;
}
