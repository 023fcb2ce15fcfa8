/**
 * Whether detectors differ over the data sets of a benchmark: mean ranks, Friedman's test, and Nemenyi's for
 * each pair. Nothing is called better without it.
 *
 * Source: Demšar 2006, "Statistical Comparisons of Classifiers over Multiple Data Sets", JMLR 7.
 */
import { criticalDifference, friedmanTest, nemenyiTest } from '@anodec/metrics';
import { type BenchmarkTable, valueMatrix } from './table.js';

const METRIC = 'auprc';
const LEVEL = 0.05;

/** Ranks of the detectors by one metric. */
export interface BenchmarkRanks {
  readonly metric: string;
  /** Data sets on which every detector has a value. */
  readonly series: number;
  /** Best first. */
  readonly detectors: readonly { readonly title: string; readonly meanRank: number }[];
  /** Of Friedman's test: that all of them are alike. */
  readonly p: number;
  readonly criticalDifference: number;
  /** Pairs that differ at the level of 5 %, the better one first. */
  readonly different: readonly {
    readonly better: string;
    readonly worse: string;
    readonly p: number;
  }[];
}

/** Ranks by AUPRC; undefined for fewer than two detectors or data sets. */
export function rankDetectors(table: BenchmarkTable): BenchmarkRanks | undefined {
  const { detectors, values } = valueMatrix(table, METRIC);
  if (detectors.length < 2 || values.length < 2) return undefined;
  const titles = detectors.map(
    (name) => table.columns.find((one) => one.name === name)?.title ?? name,
  );
  const { meanRanks, imanDavenport } = friedmanTest(values);
  const different = nemenyiTest(meanRanks, values.length)
    .filter(({ p }) => p < LEVEL)
    .map(({ first, second, p }) => {
      const [a, b] = meanRanks[first] < meanRanks[second] ? [first, second] : [second, first];
      return { better: titles[a], worse: titles[b], p };
    });
  return {
    metric: METRIC,
    series: values.length,
    detectors: titles
      .map((title, i) => ({ title, meanRank: meanRanks[i] }))
      .sort((a, b) => a.meanRank - b.meanRank),
    p: imanDavenport.p,
    criticalDifference: criticalDifference(detectors.length, values.length, LEVEL),
    different,
  };
}

/** The ranks as sentences. */
export function describeRanks(ranks: BenchmarkRanks): string[] {
  const { series, detectors, p, different } = ranks;
  const list = detectors.map(({ title, meanRank }) => `${title} ${meanRank.toFixed(2)}`).join(', ');
  const head =
    `Mean ranks by AUPRC over ${series} data sets, 1 is the best: ${list}. Friedman’s test that all are alike ` +
    `(Iman and Davenport’s F): ${chance(p)}.`;
  if (p >= LEVEL || different.length === 0)
    return [head, 'No difference between detectors is shown.'];
  const pairs = different.map((pair) => `${pair.better} over ${pair.worse} (${chance(pair.p)})`);
  return [
    head,
    `Different by Nemenyi’s test (critical difference ${ranks.criticalDifference.toFixed(2)}): ${pairs.join('; ')}. ` +
      'Between all other pairs no difference is shown.',
  ];
}

function chance(p: number): string {
  return p < 0.001 ? 'p < .001' : `p = ${p.toFixed(3)}`;
}
