/** Columns of metrics: which there are, what their headings are, how their values are written. */
import type { Clock } from '@anodec/core';
import type { Evaluation, MetricDescription, MetricUnit, MetricValues } from '@anodec/eval';
import { formatInteger, formatLength, formatNumber, formatShare, UNKNOWN } from './format.js';
import type { EvaluationReport } from './report.js';

/** One column: a metric, at one recovery where it depends on it. */
export interface MetricColumn {
  readonly metric: MetricDescription;
  readonly heading: string;
  /** Which entry of `events` holds the value; absent: the value does not depend on a recovery. */
  readonly recovery?: number;
}

/**
 * The columns of a report in the order of its metrics.
 *
 * @param brief leaves out what the terminal does not show
 */
export function metricColumns(
  { metrics, results }: EvaluationReport,
  scope: MetricDescription['scope'],
  brief = false,
): MetricColumn[] {
  const { events, recorded } = results[0].evaluation;
  return metrics
    .filter((metric) => metric.scope === scope && isShown(metric, brief))
    .flatMap((metric): MetricColumn[] => {
      const title = metric.unit === 'rate' ? `${metric.title} per ${recorded.unit}` : metric.title;
      if (!metric.perRecovery) return [{ metric, heading: title }];
      return events.map(({ recovery }, i) => ({
        metric,
        heading: `${title}, ${recovery === '0' ? 'no recovery' : `recovery ${recovery}`}`,
        recovery: i,
      }));
    });
}

function isShown({ shown = 'everywhere' }: MetricDescription, brief: boolean): boolean {
  return shown === 'everywhere' || (shown === 'report' && !brief);
}

/** The value of a column, written out. */
export function metricCell(column: MetricColumn, evaluation: Evaluation, clock: Clock): string {
  const { metric, recovery } = column;
  const values = recovery === undefined ? evaluation.metrics : evaluation.events[recovery]?.metrics;
  return valueCell(metric, values?.[metric.key], evaluation, clock);
}

/** Cells for values that stand in a record of their own, such as those of a floor. */
export function valueCells(
  columns: readonly MetricColumn[],
  values: MetricValues,
  evaluation: Evaluation,
  clock: Clock,
): string[] {
  return columns.map(({ metric }) => valueCell(metric, values[metric.key], evaluation, clock));
}

function valueCell(
  { unit }: MetricDescription,
  value: number | null | undefined,
  evaluation: Evaluation,
  clock: Clock,
): string {
  return value === null || value === undefined ? UNKNOWN : WRITE[unit](value, evaluation, clock);
}

const WRITE: Readonly<
  Record<MetricUnit, (value: number, evaluation: Evaluation, clock: Clock) => string>
> = {
  number: (value) => formatNumber(value),
  share: (value) => formatShare(value),
  count: (value) => formatInteger(value),
  attacks: (value, { events }) => `${value} of ${events[0].attacks}`,
  rate: (value) => formatNumber(value, 2),
  duration: (value, _, clock) => formatLength(value, clock),
};
