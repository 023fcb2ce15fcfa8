/** Values as tables, charts and cards under a cell. */
import {
  type ChartSpec,
  escapeHtml,
  htmlFragment,
  htmlTable,
  interactiveRuntime,
  renderInteractive,
  renderPng,
  renderSvg,
} from '@anodec/charts';
import type { TimeSeriesFrame } from '@anodec/core';
import type { EvaluatedRun, Training } from '@anodec/pipeline';
import { readFile } from 'node:fs/promises';
import { display } from './display.js';
import { type FrameTableOptions, frameHtml, frameText } from './frame-table.js';
import { evaluationCard, trainingCard } from './cards.js';

/** A row of a table, values by column. */
export type TableRow = Readonly<Record<string, unknown>>;

/** Options of `show`. */
export interface ShowOptions extends FrameTableOptions {
  /**
   * How a chart is shown: as a picture with a font of its own, the same everywhere (png, the default); as text
   * that stays sharp, which some static views leave out (svg); to be zoomed and read off, with all that it
   * needs, about 1 MB (interactive).
   */
  readonly chart?: 'png' | 'svg' | 'interactive';
}

/** What `show` knows to show. */
export type Shown = TimeSeriesFrame | ChartSpec | Training | EvaluatedRun | readonly TableRow[];

/**
 * Shows a frame as a table of its first and last rows, rows of values as a table, a chart as a picture, a
 * training or an evaluation as a card.
 */
export async function show(value: Shown, options: ShowOptions = {}): Promise<void> {
  if (isRows(value)) return showRows(value);
  if (isFrame(value)) {
    display({
      'text/plain': frameText(value, options),
      'text/html': htmlFragment(frameHtml(value, options)),
    });
    return;
  }
  if ('report' in value) return showCard(evaluationCard(value as EvaluatedRun));
  if ('record' in value) return showCard(trainingCard(value as Training));
  return showChart(value, options);
}

/** Shows HTML made with the page kit, and its text where there is no notebook. */
export function showHtml(body: string, text: string): void {
  display({ 'text/plain': text, 'text/html': htmlFragment(body) });
}

/** Pixels that the page of an interactive chart has above and below it. */
const AROUND_CHART = 150;

async function showChart(spec: ChartSpec, { chart = 'png' }: ShowOptions): Promise<void> {
  const title = typeof spec.title === 'string' ? spec.title : 'chart';
  const svg = await renderSvg(spec);
  if (chart !== 'interactive') {
    const png = async () => Buffer.from(await renderPng(svg, 1.5)).toString('base64');
    const picture: Readonly<Record<string, string>> =
      chart === 'svg' ? { 'image/svg+xml': svg } : { 'image/png': await png() };
    display({ 'text/plain': `[${title}]`, ...picture });
    return;
  }
  const page = await renderInteractive(spec, await readFile(interactiveRuntime(), 'utf8'));
  const source = page.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const height = Number(/^<svg[^>]* height="([\d.]+)"/.exec(svg)?.[1]) + AROUND_CHART;
  const style = `width: 100%; height: ${height}px; border: 0`;
  const frame = `<iframe title="${escapeHtml(title)}" srcdoc="${source}" style="${style}"></iframe>`;
  display({ 'text/plain': `[${title}]`, 'text/html': frame });
}

function showCard({ html, text }: { readonly html: string; readonly text: string }): void {
  showHtml(html, text);
}

function showRows(rows: readonly TableRow[]): void {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => cellText(row[column])));
  const text = [columns, ...cells].map((line) => line.join('  ')).join('\n');
  showHtml(htmlTable({ columns, rows: cells }), text);
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') {
    return Number.isNaN(value) ? '–' : String(Number(value.toPrecision(6)));
  }
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}

function isRows(value: Shown): value is readonly TableRow[] {
  return Array.isArray(value);
}

function isFrame(value: object): value is TimeSeriesFrame {
  return 'timestamps' in value && 'channels' in value && 'values' in value;
}
