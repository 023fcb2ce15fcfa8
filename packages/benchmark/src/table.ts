/** The table of a benchmark: a value for each data set, group and detector, over the seeds. */
import { mean } from '@anodec/core';
import { allMetrics } from '@anodec/metrics';
import type { MeasureDescription } from '@anodec/pipeline';
import type { CellRecord } from './cell-record.js';
import { detectionRate } from './detection-rate.js';
import type { BenchmarkPlan } from './plan.js';

/** A value over seeds. */
export interface TableValue {
  /** Over the seeds; null where it is not known. */
  readonly mean: number | null;
  /** Sample deviation over the seeds; null for fewer than two. */
  readonly sd: number | null;
  readonly seeds: number;
}

/** A row: a series, or the mean over those of a group, or over all. */
export interface TableRow {
  readonly kind: 'series' | 'group' | 'all';
  readonly name: string;
  /** Series that the values are over. */
  readonly series: number;
  /** By name of the column. */
  readonly values: Readonly<Record<string, TableValue>>;
  /** Attacks in all of them. */
  readonly attacks: number;
  /** Unit of rates; null where it is not the same for all of them, or there is none. */
  readonly per: CellRecord['per'] | null;
}

/** A column. */
export interface TableColumn {
  readonly name: string;
  readonly title: string;
}

/** The rows of one metric. */
export interface MetricTable {
  readonly measure: MeasureDescription;
  readonly rows: readonly TableRow[];
}

/** The whole table. */
export interface BenchmarkTable {
  readonly columns: readonly TableColumn[];
  readonly metrics: readonly MetricTable[];
}

/** Floors that every other column is read against, those of the first detector; names are their keys. */
const FLOORS: readonly TableColumn[] = [
  { name: 'everyRow', title: 'Flag everything' },
  { name: 'randomScores', title: 'Random scores (floor)' },
];

const NONE: TableValue = { mean: null, sd: null, seeds: 0 };

/**
 * Makes the table.
 *
 * Data sets without a cell, those that failed for every detector, have no row.
 * Values of a group are means over those of its series for which every detector has one, so that a series
 * that failed for one does not flatter or burden it; counts of attacks are sums. Their deviation is that of the
 * group's value over the seeds. Rates in different units, per day and per 1,000 rows, have no mean.
 */
export function benchmarkTable(
  { series, contenders, protocol }: Pick<BenchmarkPlan, 'series' | 'contenders' | 'protocol'>,
  cells: readonly CellRecord[],
): BenchmarkTable {
  const columns = [...contenders.map(({ name, title }) => ({ name, title })), ...FLOORS];
  const measures = describeMeasures(protocol?.measures ?? []);
  const read = series.filter(({ name }) => cells.some((cell) => cell.series === name));
  const groups = [...new Set(read.map(({ group }) => group))];
  const metrics = measures.map((measure) => {
    const value = (name: string) => valuesOf(measure.key, name, cells);
    const lines = read.map(({ name }) => ({ name, ...value(name) }));
    const rowOf = (kind: 'group' | 'all', name: string, of: readonly string[]): TableRow => ({
      kind,
      name,
      ...overSeries(
        lines.filter((line) => of.includes(line.name)),
        measure,
      ),
    });
    const rows = groups.flatMap((group) => {
      const members = read.filter((one) => one.group === group).map(({ name }) => name);
      const own = members.map(
        (name): TableRow =>
          rowOfSeries(
            name,
            lines,
            contenders.map((c) => c.name),
          ),
      );
      return members.length > 1 ? [...own, rowOf('group', group, members)] : own;
    });
    const all =
      groups.length > 1
        ? [
            rowOf(
              'all',
              'all',
              read.map(({ name }) => name),
            ),
          ]
        : [];
    return { measure, rows: [...rows, ...all] };
  });
  return { columns, metrics };
}

/** Every metric of the registry, then the measures. */
function describeMeasures(measures: readonly MeasureDescription[]): MeasureDescription[] {
  const all: readonly MeasureDescription[] = [...allMetrics(), detectionRate, ...measures];
  return all.map(({ key, title, description, unit, higherIsBetter, source }) => ({
    key,
    title,
    description,
    unit,
    higherIsBetter,
    source,
  }));
}

/** Values of a metric on a series: by detector, one for each seed in order. */
interface SeriesValues {
  readonly byDetector: ReadonlyMap<string, readonly number[]>;
  readonly attacks: number;
  readonly per: CellRecord['per'] | null;
}

function valuesOf(key: string, series: string, cells: readonly CellRecord[]): SeriesValues {
  const own = cells.filter((cell) => cell.series === series);
  const byDetector = new Map<string, number[]>();
  for (const { detector, metrics } of own) {
    const value = metrics[key] ?? null;
    if (value !== null) byDetector.set(detector, [...(byDetector.get(detector) ?? []), value]);
  }
  for (const { name } of FLOORS) {
    const floor = own[0]?.floors[name]?.[key] ?? null;
    if (floor !== null) byDetector.set(name, [floor]);
  }
  return { byDetector, attacks: own[0]?.attacks ?? 0, per: own[0]?.per ?? null };
}

function rowOfSeries(
  name: string,
  lines: readonly (SeriesValues & { readonly name: string })[],
  contenders: readonly string[],
): TableRow {
  const line = lines.find((one) => one.name === name);
  const values = [...contenders, ...FLOORS.map(({ name: floor }) => floor)].map(
    (detector) => [detector, spread(line?.byDetector.get(detector) ?? [])] as const,
  );
  return {
    kind: 'series',
    name,
    series: 1,
    values: Object.fromEntries(values),
    attacks: line?.attacks ?? 0,
    per: line?.per ?? null,
  };
}

function overSeries(
  lines: readonly SeriesValues[],
  { unit }: MeasureDescription,
): Pick<TableRow, 'series' | 'values' | 'attacks' | 'per'> {
  const detectors = [...new Set(lines.flatMap(({ byDetector }) => [...byDetector.keys()]))];
  const common = lines.filter(({ byDetector }) => detectors.every((name) => byDetector.has(name)));
  const units = new Set(common.map(({ per }) => per));
  const hasMean = unit !== 'rate' || units.size === 1;
  const values = detectors.map((name) => {
    if (!hasMean) return [name, NONE] as const;
    const seeds = Math.min(...common.map(({ byDetector }) => byDetector.get(name)?.length ?? 0));
    const perSeed = Array.from({ length: common.length > 0 ? seeds : 0 }, (_, s) => {
      const each = common.map(({ byDetector }) => byDetector.get(name)?.[s] ?? NaN);
      return unit === 'attacks' ? each.reduce((a, b) => a + b, 0) : mean(Float64Array.from(each));
    });
    return [name, spread(perSeed)] as const;
  });
  return {
    series: common.length,
    values: Object.fromEntries(values),
    attacks: common.reduce((sum, { attacks }) => sum + attacks, 0),
    per: units.size === 1 ? (common[0]?.per ?? null) : null,
  };
}

/** Metrics that are rates in different units on different data sets, and so have no mean over them. */
export function mixedRates({ metrics }: BenchmarkTable): MeasureDescription[] {
  return metrics
    .filter(({ measure, rows }) => measure.unit === 'rate' && unitsOf(rows).length > 1)
    .map(({ measure }) => measure);
}

/** Units of the rates of rows, each once. */
export function unitsOf(rows: readonly TableRow[]): CellRecord['per'][] {
  return [...new Set(rows.flatMap(({ per }) => (per === null ? [] : [per])))];
}

/** Mean and sample deviation. */
function spread(values: readonly number[]): TableValue {
  const n = values.length;
  if (n === 0) return NONE;
  const centre = mean(Float64Array.from(values));
  if (n === 1) return { mean: centre, sd: null, seeds: 1 };
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { mean: centre, sd: Math.sqrt(squares / (n - 1)), seeds: n };
}

/**
 * The values of a metric for tests between detectors: a line for each series on which all of them have one.
 *
 * @returns detectors by name, and (series, detectors) means over the seeds
 */
export function valueMatrix(
  { columns, metrics }: BenchmarkTable,
  key: string,
): {
  readonly detectors: readonly string[];
  readonly values: readonly (readonly number[])[];
} {
  const detectors = columns
    .filter(({ name }) => FLOORS.every((floor) => floor.name !== name))
    .map(({ name }) => name);
  const rows = metrics.find(({ measure }) => measure.key === key)?.rows ?? [];
  const lines = rows
    .filter(({ kind }) => kind === 'series')
    .map(({ values }) => detectors.map((name) => values[name]?.mean ?? NaN));
  return { detectors, values: lines.filter((line) => line.every((value) => !Number.isNaN(value))) };
}
