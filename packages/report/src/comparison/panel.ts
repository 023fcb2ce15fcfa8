/** The metrics of several detectors side by side, with their spread where there are several seeds. */
import type { Clock } from '@anodec/core';
import type { Evaluation, MetricUnit } from '@anodec/eval';
import { formatNumber, UNKNOWN } from '../format.js';
import { type MetricColumn, metricCell, metricColumns, valueCells } from '../metric-table.js';
import { createReport } from '../report.js';
import type { PanelRow } from './comparison.js';

/** Evaluations of a contender, one for each seed. */
export type SeededEvaluations = readonly Evaluation[];

/** Mean, standard deviation (n − 1) and range of values. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

/** The spread of values; undefined where one of them is not known. The deviation of one value is NaN. */
export function spreadOf(values: readonly (number | null)[]): Spread | undefined {
  const known = values.filter((value) => value !== null);
  if (known.length < values.length || known.length === 0) return undefined;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : NaN;
  return { mean, deviation, least: Math.min(...known), most: Math.max(...known) };
}

/**
 * A row for each metric.
 *
 * @param contenders evaluations on the same recordings
 */
export function metricPanel(contenders: readonly SeededEvaluations[], clock: Clock): PanelRow[] {
  const [[first]] = contenders;
  const threshold = { sawLabels: false, kind: 'none', value: NaN, rule: '', scores: 0 } as const;
  const result = { name: '', threshold, evaluation: first, attenuated: [] };
  const facts = { title: '', created: '', data: [], run: [], settings: {} };
  const report = createReport({ ...facts, clock, results: [result] });
  const scopes = first.points ? (['events', 'rows'] as const) : (['events'] as const);
  const brief = new Set(
    scopes.flatMap((scope) => metricColumns(report, scope, true).map(({ heading }) => heading)),
  );
  return scopes
    .flatMap((scope) => metricColumns(report, scope))
    .map((column) => ({
      key: column.metric.key,
      heading: column.heading,
      higherIsBetter: column.metric.higherIsBetter,
      brief: brief.has(column.heading),
      values: contenders.map((seeds) => seeds.map((one) => valueOf(column, one))),
      cells: contenders.map((seeds) => cellOf(column, seeds, clock)),
    }));
}

function valueOf({ metric, recovery }: MetricColumn, evaluation: Evaluation): number | null {
  const values = recovery === undefined ? evaluation.metrics : evaluation.events[recovery]?.metrics;
  return values?.[metric.key] ?? null;
}

function cellOf(column: MetricColumn, seeds: SeededEvaluations, clock: Clock): string {
  const [first] = seeds;
  if (seeds.length === 1) return metricCell(column, first, clock);
  const values = seeds.map((one) => valueOf(column, one));
  const spread = spreadOf(values);
  if (!spread) {
    const known = values.filter((value) => value !== null).length;
    return known === 0 ? UNKNOWN : `${UNKNOWN} (defined for ${known} of ${values.length} seeds)`;
  }
  const { unit, key } = column.metric;
  const written = (value: number): string =>
    valueCells([column], { [key]: roundFor(unit, value) }, first, clock)[0];
  const deviation = (value: number): string =>
    unit === 'share' || unit === 'duration' ? written(value) : formatNumber(value, DECIMALS[unit]);
  const { mean, least, most } = spread;
  if (least === most) return `${written(mean)} (all ${values.length} seeds)`;
  return `${written(mean)} ± ${deviation(spread.deviation)} (${written(least)} to ${written(most)})`;
}

/** Decimals of a deviation, one more than of counts. */
const DECIMALS: Readonly<Record<Exclude<MetricUnit, 'share' | 'duration'>, number>> = {
  number: 3,
  count: 1,
  attacks: 1,
  rate: 2,
};

/** Counts get a decimal where they are means. */
function roundFor(unit: MetricUnit, value: number): number {
  return unit === 'count' || unit === 'attacks' ? Math.round(10 * value) / 10 : value;
}
