/** What stands beside the point-wise metrics: counts, the longest attack, and the floors. */
import type { Segment } from '@anodec/core';
import { evaluatedRows, flaggedEverywhere } from './evaluated-rows.js';
import type { Evaluation, WithoutLongest } from './evaluation.js';
import { computeMetrics, type Metric, type MetricInput } from './metric.js';
import { countRows } from './pointwise.js';
import { randomFloor, type RandomFloorParts } from './random-floor.js';
import { bestF1 } from './ranking.js';
import type { EvaluatedRecording } from './recording.js';
import { allMetrics } from './registry.js';

/** Results that need attack rows. */
type PointResults = Pick<Evaluation, 'points' | 'withoutLongest' | 'flagEverything' | 'random'>;

const NONE: PointResults = {
  points: null,
  withoutLongest: null,
  flagEverything: null,
  random: null,
};

/** The results; all null where no attack row with a score is known. */
export function pointResults(input: MetricInput, draws?: number): PointResults {
  const { rows, counts, recordings } = input;
  if (counts.attackRows === 0) return NONE;
  const metrics = allMetrics().filter(({ scope }) => scope === 'rows');
  return {
    points: { ...countRows(rows.labels, rows.flags), oracle: bestF1(rows.ranking()) },
    withoutLongest: withoutLongest(input, metrics),
    flagEverything: computeMetrics(metrics, { ...input, rows: flaggedEverywhere(rows) }),
    random: randomFloor(recordings.map(floorParts), draws),
  };
}

/** The metrics without the rows of the longest of several attacks with an effect. */
function withoutLongest(input: MetricInput, metrics: readonly Metric[]): WithoutLongest | null {
  const attacks = input.recordings.flatMap((recording) =>
    effectiveAttacks(recording).map(({ attack, rows }) => ({ attack, rows, recording })),
  );
  if (attacks.length < 2) return null;
  const longest = attacks.reduce((a, b) => (lengthOf(b.rows) > lengthOf(a.rows) ? b : a));
  const rows = evaluatedRows(input.recordings, longest);
  return {
    longest: longest.attack.name,
    evaluatedRows: rows.labels.length,
    metrics: computeMetrics(metrics, { ...input, rows }),
  };
}

function floorParts(recording: EvaluatedRecording): RandomFloorParts {
  const { flags, alarmed, labels } = recording;
  return { flags, alarmed, labels, attacks: effectiveAttacks(recording).map(({ rows }) => rows) };
}

function effectiveAttacks({ attacks }: EvaluatedRecording): EvaluatedRecording['attacks'] {
  return attacks.filter(({ attack }) => attack.leavesTrace);
}

function lengthOf({ start, end }: Segment): number {
  return end - start;
}
