/** Detectors over several data sets: each data set ranks them by one metric. */
import { ConfigError, DataError } from '@anodec/core';
import {
  allMetrics,
  criticalDifference,
  friedmanTest,
  indistinctGroups,
  type Metric,
  nemenyiTest,
} from '@anodec/metrics';
import type { RankComparison } from '@anodec/report';
import { type DetectedContender, runName } from './contenders.js';
import type { DetectedRun } from './detected-run.js';

/** A data set with the same contenders as the others, in the same order. */
export interface RankedDataSet {
  readonly name: string;
  readonly contenders: readonly DetectedContender[];
}

/**
 * Friedman's test and Nemenyi's after it.
 *
 * @param key of the metric
 * @throws ConfigError when there is no such metric
 * @throws DataError when it is not defined for a run
 */
export function compareRanks(dataSets: readonly RankedDataSet[], key: string): RankComparison {
  const metric = findMetric(key);
  const values = dataSets.map(({ contenders }) => contenders.map(({ runs }) => meanOf(runs, key)));
  const { higherIsBetter, title } = metric;
  const { meanRanks, statistic, p, imanDavenport, permutationP } = friedmanTest(
    values,
    higherIsBetter,
  );
  const [N, k] = [dataSets.length, meanRanks.length];
  const difference = criticalDifference(k, N);
  return {
    metric: { key, title, higherIsBetter },
    contenders: dataSets[0].contenders.map(({ name }) => name),
    dataSets: dataSets.map(({ name }) => name),
    values,
    meanRanks,
    friedman: { statistic: finiteOrNull(statistic), p: finiteOrNull(p) },
    imanDavenport: {
      statistic: finiteOrNull(imanDavenport.statistic),
      p: finiteOrNull(imanDavenport.p),
    },
    permutationP,
    criticalDifference: difference,
    pairs: nemenyiTest(meanRanks, N),
    groups: indistinctGroups(meanRanks, difference),
  };
}

/** The metric with a key. @throws ConfigError that lists the keys when there is no such metric */
export function findMetric(key: string): Metric {
  const metric = allMetrics().find((one) => one.key === key);
  if (metric) return metric;
  const known = allMetrics().map((one) => one.key);
  throw new ConfigError(`\`metric\` must be one of ${known.join(', ')}, got ${key}.`);
}

function meanOf(runs: readonly DetectedRun[], key: string): number {
  const values = runs.map((run) => {
    const value = run.evaluation.metrics[key];
    if (value !== null && value !== undefined) return value;
    throw new DataError(
      `The metric ${key} must be defined for every run, but is not for ${runName(run)}. Choose another metric.`,
    );
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
