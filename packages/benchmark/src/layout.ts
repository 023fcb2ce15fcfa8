/** The table of a benchmark as cells of text, the same for a terminal, Markdown and HTML. */
import { countOf } from '@anodec/core';
import {
  type BenchmarkTable,
  type MetricTable,
  type TableRow,
  type TableValue,
  unitsOf,
} from './table.js';

/** Metrics that the table shows; all of them are in its CSV and JSON. */
const SHOWN = ['auprc', 'f1', 'bestF1', 'detectedAttacks', 'falseAlarmRate', 'detectionRate'];

/** A metric as a table of text. */
export interface TextTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const UNKNOWN = '–';

/** Metrics of which a value is known. @param keys to show in addition, such as those of a protocol, first */
export function layoutTables(table: BenchmarkTable, keys: readonly string[] = []): TextTable[] {
  const shown = [...keys, ...SHOWN.filter((key) => !keys.includes(key))];
  return shown.flatMap((key) => {
    const metric = table.metrics.find(({ measure }) => measure.key === key);
    const isKnown = metric?.rows.some(({ values }) =>
      Object.values(values).some(({ seeds }) => seeds > 0),
    );
    return metric && isKnown ? [layoutMetric(table, metric)] : [];
  });
}

function layoutMetric({ columns }: BenchmarkTable, { measure, rows }: MetricTable): TextTable {
  const used = columns.filter(({ name }) =>
    rows.some(({ values }) => (values[name]?.seeds ?? 0) > 0),
  );
  const isMixed = measure.unit === 'rate' && unitsOf(rows).length > 1;
  return {
    title: isMixed ? measure.title : titleOf(measure, rows),
    columns: ['Data set', ...used.map(({ title }) => title)],
    rows: rows.map((row) => [
      isMixed && row.per !== null ? `${nameOf(row)}, per ${row.per}` : nameOf(row),
      ...used.map(({ name }) => formatValue(row.values[name], row, measure.unit)),
    ]),
  };
}

/** Every metric, a table for each group and for all data sets together: metrics as lines. */
export function layoutPanel({ columns, metrics }: BenchmarkTable): TextTable[] {
  const [{ rows }] = metrics;
  const means = rows.filter(({ kind }) => kind !== 'series');
  return (means.length > 0 ? means : rows).map(({ kind, name }) => {
    const rowOf = (metric: MetricTable): TableRow | undefined =>
      metric.rows.find((row) => row.kind === kind && row.name === name);
    const lines = metrics.flatMap((metric) => {
      const row = rowOf(metric);
      const known = row && columns.some((column) => (row.values[column.name]?.seeds ?? 0) > 0);
      if (!known) return [];
      const { unit } = metric.measure;
      const cells = columns.map((column) => formatValue(row.values[column.name], row, unit));
      return [[titleOf(metric.measure, [row]), ...cells]];
    });
    const sets = Math.max(...metrics.map((metric) => rowOf(metric)?.series ?? 0));
    return {
      title: `${name} (${countOf(sets, 'data set')})`,
      columns: ['Metric', ...columns.map(({ title }) => title)],
      rows: lines,
    };
  });
}

/** The title of a metric, of a rate with its unit where all rows have the same. */
function titleOf({ title, unit }: MetricTable['measure'], rows: readonly TableRow[]): string {
  const units = unit === 'rate' ? unitsOf(rows) : [];
  return units.length === 1 ? `${title} per ${units[0]}` : title;
}

function nameOf({ kind, name, series }: TableRow): string {
  if (kind === 'series') return name;
  return `${kind === 'all' ? 'all' : name} (${countOf(series, 'data set')})`;
}

function formatValue(
  value: TableValue | undefined,
  { attacks, per }: TableRow,
  unit: MetricTable['measure']['unit'],
): string {
  if (value === undefined || value.mean === null) return UNKNOWN;
  if (unit === 'duration') return formatLength(value.mean, per);
  const decimals = { number: 3, share: 3, rate: 2, count: 1, attacks: 1, points: 1 }[unit];
  const whole = unit === 'attacks' && value.sd === null;
  const centre = value.mean.toFixed(whole ? 0 : decimals);
  const spread = value.sd === null ? '' : ` ± ${value.sd.toFixed(decimals)}`;
  return `${centre}${spread}${unit === 'attacks' ? ` of ${attacks}` : ''}`;
}

/** A length of time, or of rows where they are only numbered; over both there is none. */
function formatLength(value: number, per: TableRow['per']): string {
  if (per === null) return UNKNOWN;
  return per === 'day' ? `${(value / MINUTE).toFixed(1)} min` : `${value.toFixed(1)} rows`;
}

const MINUTE = 60_000;
