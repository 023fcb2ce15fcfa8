/** `anodec data plot`: charts of a recording. */
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import {
  barHistogram,
  type ChartSpec,
  interactiveRuntime,
  renderInteractive,
  renderPng,
  renderSvg,
  stackedSignals,
  type TimeSpan,
  timesOverRows,
} from '@anodec/charts';
import {
  ConfigError,
  createFrame,
  DataError,
  DAY,
  flagSegments,
  frameLength,
  formatTime,
  parseDuration,
  readingsOf,
  selectChannels,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import { chooseOffset, surveyNumbers } from '@anodec/data';
import { attackDurations, type ColumnTable } from '@anodec/explore';
import { readAttacks, type StoredAttacks } from '@anodec/tables';
import { resampleFrame } from '@anodec/preprocess';
import { writeFileAtomic } from '@anodec/files';
import type { Context } from '../context.js';
import { openDataStore, type PathsConfig, processedStore } from '@anodec/pipeline';
import { type TableSettings, withTable } from './tables.js';

/** What to draw, and where it is written. */
export interface PlotSettings {
  readonly what: 'signals' | 'times' | 'durations';
  readonly recording: string;
  /** Channels to draw; by default those of `defaultSignals`. */
  readonly signals?: readonly string[];
  /** A day such as 2015-12-28, or all. */
  readonly day: string;
  /** A duration, or none. */
  readonly interval: string;
  readonly attacks: boolean;
  readonly out?: string;
}

const ENDINGS = ['svg', 'png', 'html'] as const;
type Ending = (typeof ENDINGS)[number];

/**
 * Draws a chart and writes it.
 *
 * @throws ConfigError when the file has the ending of no chart; DataError when a channel, a day or the
 *   attack list is missing
 */
export async function plotData(
  plot: PlotSettings,
  settings: TableSettings,
  context: Context,
): Promise<void> {
  const out = plot.out ?? `${plot.what}.svg`;
  const ending = endingOf(out);
  const spec = await specOf(plot, settings, context, ending === 'html');
  await writeFileAtomic(out, await render(spec, ending));
  context.print(`${String(spec.title)} → ${out}`);
}

function endingOf(path: string): Ending {
  const found = ENDINGS.find((ending) => path.toLowerCase().endsWith(`.${ending}`));
  if (found) return found;
  throw new ConfigError(`A chart must end in .svg, .png or .html, got ${path}.`);
}

async function render(spec: ChartSpec, ending: Ending): Promise<string | Uint8Array> {
  if (ending === 'html') {
    return renderInteractive(spec, await readFile(interactiveRuntime(), 'utf8'));
  }
  const svg = await renderSvg(spec);
  return ending === 'svg' ? svg : renderPng(svg);
}

async function specOf(
  plot: PlotSettings,
  settings: TableSettings,
  context: Context,
  zoomable: boolean,
): Promise<ChartSpec> {
  if (plot.what === 'durations') return durationSpec(await listOf(settings.paths, true));
  return withTable(plot.recording, settings, context, async (table) => {
    const columns = await table.columns();
    const list = await listOf(settings.paths, false);
    if (plot.what === 'times') return timesSpec(columns, list);
    return signalSpec(columns, list, plot, zoomable);
  });
}

/** The attack list of the data set. @param needed whether it is an error that there is none */
async function listOf(paths: PathsConfig, needed: boolean): Promise<StoredAttacks> {
  const path = processedStore(paths);
  if (!needed && !existsSync(path)) return { attacks: [], withoutImpact: [] };
  const store = await openDataStore(path);
  try {
    const list = readAttacks(store);
    if (list.attacks.length > 0 || !needed) return list;
    throw new DataError(
      `${path} must hold an attack list, got none. Convert your tables with --attacks FILE, then prepare them.`,
    );
  } finally {
    store.close();
  }
}

function durationSpec({ attacks }: StoredAttacks): ChartSpec {
  const { shortest, median, ninetyPercent, longest, histogram } = attackDurations(attacks);
  return barHistogram({
    title: `Durations of ${attacks.length} attacks, ${shortest} s to ${longest} s`,
    borders: histogram.places,
    counts: histogram.counts,
    unit: 'Seconds',
    marks: [
      { at: median, name: `median ${median} s` },
      { at: ninetyPercent, name: `90 % quantile ${ninetyPercent} s` },
    ],
  });
}

function timesSpec({ source, clock, times }: ColumnTable, list: StoredAttacks): ChartSpec {
  if (clock !== 'utc') {
    throw new DataError(
      `Rows must have timestamps to be drawn over the row number, but ${source} has none.`,
    );
  }
  const starts = [...list.attacks, ...list.withoutImpact].sort(byNumber).map(({ start }) => start);
  return timesOverRows('Times over row number', [
    { title: source, times },
    ...(starts.length > 0 ? [{ title: 'attack list', times: Float64Array.from(starts) }] : []),
  ]);
}

/** Order of the list; a wrong year must not change it. */
function byNumber(a: { readonly name: string }, b: { readonly name: string }): number {
  return Number(a.name.replace(/\D/g, '')) - Number(b.name.replace(/\D/g, ''));
}

function signalSpec(
  columns: ColumnTable,
  list: StoredAttacks,
  { signals = defaultSignals(columns.channels), day, interval, attacks }: PlotSettings,
  zoomable: boolean,
): ChartSpec {
  const whole = frameOf(columns, signals);
  const days = day === 'all' ? whole : rowsOfDay(whole, day, columns.source);
  const frame =
    interval === 'none' || whole.clock === 'rows'
      ? days
      : resampleFrame(days, parseDuration(interval));
  const averaged = frame === days ? '' : `, averages over ${interval}`;
  const spans = attacks ? attackSpans(days, list) : [];
  return stackedSignals({
    clock: frame.clock,
    timestamps: frame.timestamps,
    signals: signals.map((name, c) => ({ name, values: readingsOf(frame, c) })),
    ...(spans.length > 0 && { attacks: spans }),
    title: `${signals.join(', ')}${averaged}${day === 'all' ? '' : `, ${day}`}`,
    zoomable,
  });
}

/** The four signals of the original's chart. */
const SWAT_SIGNALS = ['AIT503', 'AIT203', 'FIT501', 'LIT401'];

/** The four signals of the original's chart where the table has them, else its first four channels. */
export function defaultSignals(channels: readonly string[]): readonly string[] {
  return SWAT_SIGNALS.every((name) => channels.includes(name))
    ? SWAT_SIGNALS
    : channels.slice(0, 4);
}

/** The channels to draw. @throws DataError when the rows are not in order */
function frameOf(columns: ColumnTable, signals: readonly string[]): TimeSeriesFrame {
  const { rows, clock, times, labels, channels } = columns;
  const C = signals.length;
  const values = new Float32Array(rows * C);
  const offsets = new Float64Array(C);
  const wanted = selectChannels(createFrame({ values: new Float32Array(0), channels }), signals);
  for (const [c, name] of wanted.channels.entries()) {
    const column = columns.column(channels.indexOf(name));
    offsets[c] = chooseOffset([{ column: surveyNumbers(name, column), normal: true }]);
    for (let t = 0; t < rows; t++) values[t * C + c] = column[t] - offsets[c];
  }
  return createFrame({
    values,
    channels: signals,
    offsets,
    timestamps: times,
    clock,
    ...(labels && { labels }),
  });
}

function rowsOfDay(frame: TimeSeriesFrame, day: string, source: string): TimeSeriesFrame {
  const midnight = frame.clock === 'utc' ? Date.parse(`${day}T00:00Z`) : NaN;
  const { timestamps } = frame;
  const start = timestamps.findIndex((time) => time >= midnight);
  const after = timestamps.findIndex((time) => time >= midnight + DAY);
  const end = after < 0 ? frameLength(frame) : after;
  if (start >= 0 && start < end) return sliceFrame(frame, { start, end });
  const days = [...new Set([...timestamps].map((time) => formatTime(time).slice(0, 10)))];
  const known = frame.clock === 'utc' ? `rows on ${days.join(', ')}` : 'rows without dates';
  throw new DataError(`There must be rows on ${day} in ${source}, which has ${known}.`);
}

/** Listed attacks within the rows; without a list, stretches of labelled rows. */
function attackSpans(frame: TimeSeriesFrame, { attacks }: StoredAttacks): TimeSpan[] {
  const { timestamps, labels, clock } = frame;
  const [first, last] = [timestamps[0], timestamps[timestamps.length - 1]];
  const listed = attacks.filter(
    ({ start, end }) => clock === 'utc' && start <= last && end >= first,
  );
  if (listed.length > 0) return listed;
  return flagSegments(labels ?? []).map(({ start, end }, n) => ({
    start: timestamps[start],
    end: timestamps[end - 1],
    name: `Attack ${n + 1}`,
  }));
}
