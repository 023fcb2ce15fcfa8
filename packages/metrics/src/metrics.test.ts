/** Against scikit-learn (utils/golden/metrics.py) and by hand. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { countRows, pointMetrics } from './pointwise.js';
import { bestF1, rankingMetrics, rankScores } from './ranking.js';

interface Case {
  readonly name: string;
  readonly labels: number[];
  readonly scores: number[];
  readonly auroc: number;
  readonly auprc: number;
  readonly bestF1: number;
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/metrics.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

test.each(cases)('ranks as scikit-learn: $name', ({ labels, scores, auroc, auprc }) => {
  const metrics = rankingMetrics(rankScores(labels, Float32Array.from(scores)));
  expect(metrics.auroc).toBeCloseTo(auroc, 12);
  expect(metrics.auprc).toBeCloseTo(auprc, 12);
});

test.each(cases)('finds the best F1 of scikit-learn: $name', (golden) => {
  const scores = Float32Array.from(golden.scores);
  const oracle = bestF1(rankScores(golden.labels, scores));
  expect(oracle?.f1).toBeCloseTo(golden.bestF1, 12);
  // and its limit really gives these counts
  const flags = scores.map((score) => (score > (oracle?.threshold.value ?? NaN) ? 1 : 0));
  expect(countRows(golden.labels, flags)).toEqual(oracle?.confusion);
});

test.each(cases)('counts as scikit-learn: $name', (golden) => {
  const flags = golden.scores.map((score) => (score > golden.threshold ? 1 : 0));
  const metrics = pointMetrics(countRows(golden.labels, flags));
  // scikit-learn says 0 where nothing is flagged; here precision is then not defined
  expect(metrics.precision ?? 0).toBeCloseTo(golden.precision, 12);
  expect(metrics.recall).toBeCloseTo(golden.recall, 12);
  expect(metrics.f1).toBeCloseTo(golden.f1, 12);
});

test('does not change the ranking under a monotone map', () => {
  const { labels, scores } = cases[0];
  const mapped = Float32Array.from(scores, (score) => Math.exp(score));
  const ranked = (values: Float32Array) => rankingMetrics(rankScores(labels, values));
  expect(ranked(mapped)).toEqual(ranked(Float32Array.from(scores)));
});

test('knows no AUROC where only one class is there', () => {
  const steps = rankScores([0, 0, 0], Float32Array.of(1, 2, 3));
  expect(rankingMetrics(steps)).toEqual({ auroc: null, auprc: null, prevalence: 0 });
  expect(bestF1(steps)).toBeNull();
});

test('calls the best threshold an ORACLE that saw labels', () => {
  const oracle = bestF1(rankScores([0, 1], Float32Array.of(1, 2)));
  expect(oracle?.threshold).toMatchObject({ sawLabels: true, kind: 'ORACLE', value: 1.5 });
});

test('skips rows with an unknown label', () => {
  expect(countRows([1, 255, 0, 255], [1, 1, 1, 0])).toEqual({
    truePositives: 1,
    falsePositives: 1,
    falseNegatives: 0,
    trueNegatives: 0,
  });
});
