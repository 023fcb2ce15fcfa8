/** What all pages share: the frame with its links, badges and numbers as text. */
import { escapeHtml, htmlBadge, htmlPage, type Tone } from '@anodec/charts';
import type { RunSummary } from '@anodec/runs';

/** A page of the dashboard. */
export interface DashboardPage {
  readonly title: string;
  readonly subtitle?: string;
  /** The link that leads here, such as `/alarms`. */
  readonly place: string;
  /** HTML made with the page kit. */
  readonly body: string;
}

/** The pages that every page links to. To add one: a route in `routes.ts`, a line here. */
export const PLACES: Readonly<Record<string, string>> = {
  '/': 'Runs',
  '/live': 'Live',
  '/alarms': 'Alarms',
  '/sensors': 'Sensors',
  '/score': 'Score a table',
};

/** The whole document. */
export function dashboardPage({ title, subtitle, place, body }: DashboardPage): string {
  return htmlPage({
    title: `${title} – anodec`,
    heading: title,
    ...(subtitle !== undefined && { subtitle }),
    header: header(place),
    body: `${body}\n<p id="status" class="soft" role="status"></p>`,
    files: { style: '/style.css', script: '/page.js' },
  });
}

function header(place: string): string {
  const links = Object.entries(PLACES).map(
    ([path, name]) =>
      `<a href="${path}"${path === place ? ' aria-current="page"' : ''}>${escapeHtml(name)}</a>`,
  );
  return `<header class="top"><nav aria-label="Pages"><strong>anodec</strong>${links.join('')}</nav></header>\n`;
}

/** A part of a page that the script replaces when something changed. */
export function livePart(id: string, html: string): string {
  return `<div data-live="${id}" id="live-${id}">${html}</div>`;
}

/** Data for the script of the page, as an element that shows nothing. */
export function pageData(id: string, document: unknown): string {
  const text = JSON.stringify(document).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="${id}">${text}</script>`;
}

/** A link as the cell of a table. */
export function link(path: string, text: string): { readonly html: string } {
  return { html: `<a href="${escapeHtml(path)}">${escapeHtml(text)}</a>` };
}

const STATUS_TONES: Readonly<Record<RunSummary['status'], Tone>> = {
  running: 'accent',
  finished: 'good',
  stopped: 'doubtful',
  failed: 'bad',
  crashed: 'bad',
  unknown: 'soft',
};

/** How a run stands. */
export function statusBadge(status: RunSummary['status']): string {
  return htmlBadge(status, STATUS_TONES[status]);
}

/** A number with four digits; `–` where it is not known. */
export function number(value: number | null | undefined): string {
  if (value === undefined || value === null || Number.isNaN(value)) return '–';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** A time such as 2024-01-01 10:00:00 of an ISO 8601 text; `–` where it is not known. */
export function dateText(iso: string | undefined): string {
  return iso === undefined ? '–' : iso.slice(0, 19).replace('T', ' ');
}
