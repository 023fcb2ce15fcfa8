/** Injected anomalies as a measure: the same ones for every trial of a search. */
import { DataError, type TimeSeriesFrame } from '@anodec/core';
import { describeMetrics, type MetricValues } from '@anodec/metrics';
import { injectAnomalies, type InjectConfig, type InjectedRecording } from '@anodec/simulator';
import type { Judged } from './search-task.js';

/** Where anomalies are injected: numbers that, with the seed, decide which ones. */
export interface InjectionPlace {
  readonly seed: number;
  readonly fold: number;
  readonly recording: number;
}

/** Injects anomalies into a held-out block. @throws DataError when it is too short for them */
export function injectInto(
  frame: TimeSeriesFrame,
  { count, kinds, size, length }: Pick<InjectConfig, 'count' | 'kinds' | 'size' | 'length'>,
  { seed, fold, recording }: InjectionPlace,
): InjectedRecording {
  const own = seed + 1000 * fold + recording;
  return injectAnomalies(frame, { count, kinds, size, length, share: 0.5, seed: own });
}

/** What a search judges by that looks at a metric on held-out blocks. */
export function judgedByMetric({
  metric,
  folds,
}: {
  readonly metric: string;
  readonly folds: number;
}): Judged {
  const found = describeMetrics().find(({ key }) => key === metric);
  return {
    measure: `${found?.title ?? metric} on injected anomalies, mean over ${folds} held-out blocks`,
    direction: found?.higherIsBetter === false ? 'minimise' : 'maximise',
  };
}

/** The value of a metric. @param fold from 0 @throws DataError when it is not defined */
export function definedValue(metrics: MetricValues, metric: string, fold: number): number {
  const value = metrics[metric];
  if (value !== null && value !== undefined) return value;
  throw new DataError(
    `\`metric\` ${metric} must be defined on the injected anomalies of block ${fold + 1}, but it is not. Choose another one.`,
  );
}
