/** The table of a benchmark as text, CSV, JSON, Markdown and HTML. */
import {
  escapeHtml,
  htmlDetails,
  htmlFacts,
  htmlNote,
  htmlPage,
  htmlSection,
  htmlTable,
} from '@anodec/charts';
import { countOf } from '@anodec/core';
import type { MeasureDescription } from '@anodec/pipeline';
import { describeFailures } from './describe-failures.js';
import { describeInjection } from './injected-series.js';
import { layoutPanel, layoutTables, type TextTable } from './layout.js';
import { describeRanks, rankDetectors } from './ranks.js';
import type { BenchmarkResults } from './results.js';
import { benchmarkTable, mixedRates } from './table.js';

/** What stands above and below the tables. */
interface Remarks {
  readonly about: readonly string[];
  readonly notes: readonly string[];
  /** A sentence for each data set and reason. */
  readonly failures: readonly string[];
}

/** How the tables are to be read. */
const READING = [
  'ORACLE: a limit is chosen with the labels of the test rows known, which no detector in use can have.',
  'Means of groups are over the data sets for which every detector has a value; attacks are added up.',
];

function remarksOf({
  settings,
  protocol,
  contenders,
  failures,
  series,
  results,
}: BenchmarkResults): Remarks {
  const { folder } = settings.benchmark;
  const seeded = contenders.filter(({ seeds }) => seeds[0] !== null);
  const seeds = seeded[0]?.seeds ?? [];
  const drawn = seeds.length > 1 ? `Seeds ${seeds.join(', ')}` : `Seed ${seeds.join('')}`;
  const spread = seeds.length > 1 ? '; mean ± sample deviation' : '';
  return {
    about: [
      `${countOf(series.length, 'data set')} of ${folder}`,
      ...(settings.injection.injected
        ? [`Not the recorded anomalies: ${describeInjection(settings.injection)}.`]
        : []),
      ...(seeds.length > 0
        ? [`${drawn} for ${seeded.map(({ title }) => title).join(', ')}${spread}`]
        : []),
      ...(protocol
        ? [
            `Protocol: ${protocol.title}`,
            `Source: ${protocol.source}`,
            ...protocol.does,
            ...(protocol.seeds !== undefined && protocol.seeds !== seeds.length
              ? [`The protocol calls for ${protocol.seeds} seeds; these are ${seeds.length}.`]
              : []),
            ...protocol.limits,
          ]
        : []),
    ],
    notes: results.length > 0 ? READING : [],
    failures: describeFailures({ contenders, failures }),
  };
}

/** Tables of text; the caller aligns them. */
export function textTables(benchmark: BenchmarkResults): { tables: TextTable[] } & Remarks {
  const table = benchmarkTable(benchmark, benchmark.results);
  const { protocol } = benchmark;
  const keys = [...(protocol?.measures.map(({ key }) => key) ?? []), ...(protocol?.shown ?? [])];
  const { about, notes, failures } = remarksOf(benchmark);
  const ranks = rankDetectors(table);
  return {
    tables: layoutTables(table, keys),
    about,
    failures,
    notes: [
      ...(ranks ? describeRanks(ranks) : []),
      ...mixedRates(table).map(describeMixed),
      ...notes,
    ],
  };
}

function describeMixed({ title }: MeasureDescription): string {
  return `${title} are counted per day where rows have times and per 1,000 rows where they have none: no mean over both.`;
}

/** One line for each row, detector and metric, which a data frame reads as it is. */
export function renderCsv(benchmark: BenchmarkResults): string {
  const { columns, metrics } = benchmarkTable(benchmark, benchmark.results);
  const head = 'row,kind,detector,metric,mean,sd,seeds,data_sets,attacks,per';
  const lines = metrics.flatMap(({ measure, rows }) =>
    rows.flatMap(({ name, kind, series, values, attacks, per }) =>
      columns.flatMap((column) => {
        const value = values[column.name];
        if (!value || value.mean === null) return [];
        const { mean, sd, seeds } = value;
        const unit = measure.unit === 'rate' ? (per ?? '') : '';
        const about = [name, kind, column.name, measure.key];
        const cells = [...about, mean, sd ?? '', seeds, series, attacks, unit];
        return [cells.map(csvCell).join(',')];
      }),
    ),
  );
  return `${[head, ...lines].join('\n')}\n`;
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Everything as one document: settings, cells with all metrics, the table. */
export function renderJson(benchmark: BenchmarkResults): unknown {
  const { series, contenders, protocol, settings, results, failures } = benchmark;
  const table = benchmarkTable(benchmark, results);
  const { columns, metrics } = table;
  return {
    formatVersion: 1,
    settings,
    ...(protocol && { protocol: { ...protocol, measures: undefined, prepareTests: undefined } }),
    series: series.map(({ name, group, about }) => ({ name, group, about })),
    detectors: contenders,
    columns,
    tables: metrics,
    ranks: rankDetectors(table),
    cells: results.map(({ made: _made, ...cell }) => cell),
    failures,
  };
}

/** Tables for a page of text. */
export function renderMarkdown(benchmark: BenchmarkResults): string {
  const { tables, about, notes, failures } = textTables(benchmark);
  return markdownOf('Benchmark', tables, about, [...notes, ...failures]);
}

/** Every metric of every group as a page of text, metrics as lines. */
export function renderPanel(benchmark: BenchmarkResults): string {
  const { about, notes, failures } = textTables(benchmark);
  const tables = layoutPanel(benchmarkTable(benchmark, benchmark.results));
  return markdownOf('Benchmark: all metrics', tables, about, [...notes, ...failures]);
}

function markdownOf(
  heading: string,
  tables: readonly TextTable[],
  about: readonly string[],
  notes: readonly string[],
): string {
  const parts = tables.map(({ title, columns, rows }) =>
    [
      `## ${title}`,
      '',
      markdownRow(columns),
      `|---|${'--:|'.repeat(columns.length - 1)}`,
      ...rows.map(markdownRow),
    ].join('\n'),
  );
  return `${[`# ${heading}`, markdownList(about), ...parts, markdownList(notes)].join('\n\n')}\n`;
}

function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function markdownList(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** One page that needs nothing else. */
export function renderHtml(benchmark: BenchmarkResults): string {
  const { tables, about, notes, failures } = textTables(benchmark);
  const { contenders, settings } = benchmark;
  const list = `<ul class="list">${about.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
  const seconds = contenders.map(({ name, title }): [string, string] => [
    title,
    costOf(benchmark, name),
  ]);
  return htmlPage({
    title: `anodec · benchmark of ${settings.benchmark.folder}`,
    heading: 'Benchmark',
    body: [
      list,
      ...tables.map(({ title, columns, rows }) => htmlSection(title, htmlTable({ columns, rows }))),
      ...[...notes, ...failures].map(htmlNote),
      htmlSection('Time', htmlFacts(seconds)),
      htmlDetails('Settings', `<pre>${escapeHtml(JSON.stringify(settings, null, 2))}</pre>`),
    ].join('\n'),
  });
}

function costOf({ results }: BenchmarkResults, detector: string): string {
  const own = results.filter((cell) => cell.detector === detector);
  if (own.length === 0) return '–';
  const total = (part: 'fit' | 'score'): number =>
    own.reduce((sum, { seconds }) => sum + seconds[part], 0);
  return `fit ${(total('fit') / own.length).toFixed(1)} s, score ${(total('score') / own.length).toFixed(1)} s, means of ${own.length} cells`;
}
