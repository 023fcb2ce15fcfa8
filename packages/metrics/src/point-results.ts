/** What stands beside the point-wise metrics: counts, and the metrics without the longest attack. */
import { evaluatedRows } from './evaluated-rows.js';
import type { Evaluation, WithoutLongest } from './evaluation.js';
import { effectiveAttacks } from './events.js';
import { computeMetrics, type MetricInput } from './metric.js';
import { confusionOfRows } from './pointwise.js';
import { bestF1 } from './ranking.js';
import { allMetrics } from './registry.js';
import { lengthOf } from './runs.js';

/** Results that need attack rows. */
type PointResults = Pick<Evaluation, 'points' | 'withoutLongest'>;

/** The results; all null where no attack row with a score is known. */
export function pointResults(input: MetricInput): PointResults {
  const { rows, counts } = input;
  if (counts.attackRows === 0) return { points: null, withoutLongest: null };
  return {
    points: { ...confusionOfRows(rows), oracle: bestF1(rows.ranking()) },
    withoutLongest: withoutLongest(input),
  };
}

/** The metrics without the rows of the longest of several attacks with an effect. */
function withoutLongest(input: MetricInput): WithoutLongest | null {
  const attacks = input.recordings.flatMap((recording) =>
    effectiveAttacks(recording.attacks).map(({ attack, rows }) => ({ attack, rows, recording })),
  );
  if (attacks.length < 2) return null;
  const longest = attacks.reduce((a, b) => (lengthOf(b.rows) > lengthOf(a.rows) ? b : a));
  const rows = evaluatedRows(input.recordings, longest);
  const metrics = allMetrics().filter(({ scope }) => scope === 'rows');
  return {
    longest: longest.attack.name,
    evaluatedRows: rows.labels.length,
    metrics: computeMetrics(metrics, { ...input, rows }),
  };
}
