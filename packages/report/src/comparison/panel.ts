/** The metrics of several detectors side by side, with their spread where there are several seeds. */
import type { Clock } from '@anodec/core';
import type { Evaluation, MetricUnit } from '@anodec/metrics';
import { formatNumber, UNKNOWN } from '../format.js';
import {
  type LineChoice,
  lineValue,
  metricCell,
  type MetricLine,
  metricLines,
} from '../metric-table.js';
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
  const choice: LineChoice = first.points ? {} : { scope: 'events' };
  const brief = new Set(
    metricLines(report, { ...choice, brief: true }).map(({ heading }) => heading),
  );
  return metricLines(report, choice).map((line) => ({
    key: line.metric.key,
    heading: line.heading,
    higherIsBetter: line.metric.higherIsBetter,
    brief: brief.has(line.heading),
    values: contenders.map((seeds) => seeds.map((one) => lineValue(line, one))),
    cells: contenders.map((seeds) => cellOf(line, seeds, clock)),
  }));
}

function cellOf(line: MetricLine, seeds: SeededEvaluations, clock: Clock): string {
  const [first] = seeds;
  if (seeds.length === 1) return metricCell(line, lineValue(line, first), first, clock);
  const values = seeds.map((one) => lineValue(line, one));
  const spread = spreadOf(values);
  if (!spread) {
    const known = values.filter((value) => value !== null).length;
    return known === 0 ? UNKNOWN : `${UNKNOWN} (defined for ${known} of ${values.length} seeds)`;
  }
  const { unit } = line.metric;
  const written = (value: number): string => metricCell(line, roundFor(unit, value), first, clock);
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
  points: 1,
};

/** Counts get a decimal where they are means. */
function roundFor(unit: MetricUnit, value: number): number {
  return unit === 'count' || unit === 'attacks' ? Math.round(10 * value) / 10 : value;
}
