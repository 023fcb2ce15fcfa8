/** Several runs of an experiment in one table: mean and deviation over the runs. */
import { mean } from '@anodec/core';
import type { DayEvaluation } from '../assess/evaluate-scores.js';
import type { MethodResult } from './run-experiment.js';

/** Measures that are summarised. */
export const SUMMARY_MEASURES = ['auc', 'f1', 'precision', 'recall', 'fpr'] as const;

/** Mean and deviation (divisor N − 1) over runs; the deviation of one run is NaN, as are both of none. */
export interface SummaryValue {
  readonly mean: number;
  readonly deviation: number;
  /** Runs in which the measure is defined. */
  readonly runs: number;
}

/** One method on one kind of anomalous days. */
export interface SummaryRow {
  readonly method: string;
  /** Days with a wrong class, or known anomalous days. */
  readonly anomalies: 'wrong' | 'known';
  readonly values: Readonly<Record<(typeof SUMMARY_MEASURES)[number], SummaryValue>>;
}

/** Summarises runs. @param runs (R), the results of the methods in each; the same methods in each */
export function summarise(runs: readonly (readonly MethodResult[])[]): SummaryRow[] {
  const [first = []] = runs;
  return (['known', 'wrong'] as const).flatMap((anomalies) =>
    first.flatMap(({ method }, m) => {
      const all = runs.flatMap((methods) => methods[m][anomalies] ?? []);
      if (all.length === 0) return [];
      const entries = SUMMARY_MEASURES.map((name) => [name, summaryOf(all, name)] as const);
      return [{ method, anomalies, values: Object.fromEntries(entries) as SummaryRow['values'] }];
    }),
  );
}

function summaryOf(
  all: readonly DayEvaluation[],
  name: (typeof SUMMARY_MEASURES)[number],
): SummaryValue {
  const values = all
    .map((one) => (name === 'auc' ? one.roc.auc : one[name]))
    .filter((value) => value !== null);
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return { mean: centre, deviation, runs: values.length };
}

/** As CSV: a line for each method and kind of anomalous days; a value that is not known is empty. */
export function summaryCsv(rows: readonly SummaryRow[]): string {
  const names = SUMMARY_MEASURES.flatMap((name) => [`${name}_mean`, `${name}_std`, `${name}_runs`]);
  const lines = rows.map(({ method, anomalies, values }) => {
    const cells = SUMMARY_MEASURES.flatMap((name) => {
      const { mean: centre, deviation, runs } = values[name];
      return [centre, deviation, runs].map((value) => (Number.isNaN(value) ? '' : value));
    });
    return [`"${method}"`, anomalies, ...cells].join(',');
  });
  return `${[['method', 'anomalies', ...names].join(','), ...lines].join('\n')}\n`;
}
