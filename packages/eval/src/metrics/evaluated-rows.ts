/** The rows that point-wise metrics count, of all recordings one after the other. */
import { type Segment, UNKNOWN_LABEL } from '@anodec/core';
import type { EvaluatedRows } from './metric.js';
import { rankScores, type RankingStep } from './ranking.js';
import type { EvaluatedRecording } from './recording.js';

/** Rows of one recording that do not count. */
export interface LeftOutRows {
  readonly recording: EvaluatedRecording;
  readonly rows: Segment;
}

/** Rows with a score and a known label. @param without rows to leave out */
export function evaluatedRows(
  recordings: readonly EvaluatedRecording[],
  without?: LeftOutRows,
): EvaluatedRows {
  const kept = recordings.map((recording) => {
    const { score, labels } = recording;
    const out = without?.recording === recording ? without.rows : { start: 0, end: 0 };
    return Uint8Array.from(score, (value, t) => {
      const counts = !Number.isNaN(value) && labels[t] !== UNKNOWN_LABEL;
      return counts && !(t >= out.start && t < out.end) ? 1 : 0;
    });
  });
  const N = kept.reduce((sum, keep) => sum + keep.reduce((n, one) => n + one, 0), 0);
  const labels = new Uint8Array(N);
  const scores = new Float32Array(N);
  const flags = new Uint8Array(N);
  let n = 0;
  recordings.forEach((recording, i) => {
    for (let t = 0; t < kept[i].length; t++) {
      if (kept[i][t] === 0) continue;
      labels[n] = recording.labels[t] === 0 ? 0 : 1;
      scores[n] = recording.score[t];
      flags[n++] = recording.flags[t];
    }
  });
  return createRows(labels, scores, flags);
}

/** The same rows as a detector that flags every row with the same score. */
export function flaggedEverywhere({ labels }: EvaluatedRows): EvaluatedRows {
  const flags = new Uint8Array(labels.length).fill(1);
  return createRows(labels, new Float32Array(labels.length), flags);
}

function createRows(labels: Uint8Array, scores: Float32Array, flags: Uint8Array): EvaluatedRows {
  let steps: readonly RankingStep[] | undefined;
  const ranking = (): readonly RankingStep[] => (steps ??= rankScores(labels, scores));
  return { labels, scores, flags, ranking };
}
