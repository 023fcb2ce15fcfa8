/**
 * The share of faulty rows that are flagged while at most 2 % of the normal ones are, as fault detection in
 * process monitoring is compared: every detector at the same rate of false alarms.
 */
import { UNKNOWN_LABEL } from '@anodec/core';
import { rankScores } from '@anodec/metrics';
import type { Measure, ScoredTest } from '@anodec/pipeline';

/** Largest share of normal test rows above the limit. */
const FALSE_SHARE = 0.02;

export const detectionRate: Measure = {
  key: 'detectionRate',
  title: 'Detection rate at 2 % false rows (ORACLE)',
  description:
    'Share of the rows under attack above the lowest limit that at most 2 % of the normal test rows exceed; the limit is chosen with the labels known.',
  unit: 'number',
  higherIsBetter: true,
  source:
    'Chiang, Russell & Braatz 2001, "Fault Detection and Diagnosis in Industrial Systems", missed detection rates at equal false alarm rates',
  compute: ({ tests }) => recallWithin(tests, FALSE_SHARE),
};

/**
 * Recall at the lowest limit that at most a share of the normal rows exceeds; rows without a score or
 * with an unknown label do not count.
 *
 * @returns null where one of the two classes has no row
 */
export function recallWithin(
  tests: readonly Pick<ScoredTest, 'frame' | 'detection'>[],
  share: number,
): number | null {
  const rows = tests.flatMap(({ frame: { labels }, detection: { score } }) =>
    Array.from(score, (value, t) => ({ value, label: labels?.[t] ?? UNKNOWN_LABEL })),
  );
  const known = rows.filter(({ value, label }) => !Number.isNaN(value) && label !== UNKNOWN_LABEL);
  const { flagged, hits } = rankScores(
    known.map(({ label }) => label),
    Float32Array.from(known, ({ value }) => value),
  );
  const [N, P] = [flagged.at(-1) ?? 0, hits.at(-1) ?? 0];
  if (P === 0 || P === N) return null;
  const within = flagged.findLastIndex((count, i) => count - hits[i] <= share * (N - P));
  return (hits[within] ?? 0) / P;
}
