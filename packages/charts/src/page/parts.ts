/**
 * Building blocks of a page. Arguments called `text`, `title`, `label` or `value` are escaped here;
 * those called `html` or `body` are inserted as they are.
 */
import { escapeHtml } from './escape.js';

/** Colour of a badge or a notice. */
export type Tone = 'good' | 'bad' | 'doubtful' | 'accent' | 'soft';

/** Large values, each with a small label under it. */
export function htmlTiles(tiles: readonly (readonly [value: string, label: string])[]): string {
  const all = tiles.map(
    ([value, label]) =>
      `<div class="tile"><strong>${escapeHtml(value)}</strong><span>${escapeHtml(label)}</span></div>`,
  );
  return `<div class="tiles">${all.join('')}</div>`;
}

/** A heading and the parts below it; empty parts are skipped, and without any there is no heading. */
export function htmlSection(title: string, ...body: readonly string[]): string {
  const parts = body.filter((part) => part !== '');
  return parts.length === 0 ? '' : [`<h2>${escapeHtml(title)}</h2>`, ...parts].join('\n');
}

/** A paragraph of small print. */
export function htmlNote(text: string): string {
  return `<p class="soft">${escapeHtml(text)}</p>`;
}

/** A chart from `renderSvg`, on white in both colour schemes, with a title for screen readers. */
export function htmlFigure(title: string, svg: string): string {
  return `<figure class="chart" aria-label="${escapeHtml(title)}">${svg}</figure>`;
}

/** Charts beside one another, each as wide as its column, in as many columns as the page has room for; nothing without any. */
export function htmlFigures(figures: readonly string[]): string {
  return figures.length === 0 ? '' : `<div class="figures">${figures.join('\n')}</div>`;
}

/** A small label with a border. */
export function htmlBadge(text: string, tone: Tone = 'soft'): string {
  return `<span class="badge ${tone}">${escapeHtml(text)}</span>`;
}

/** A finding that deserves attention. */
export interface Notice {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
  /** HTML below the text, such as links. */
  readonly html?: string;
}

/** A list of notices, each with a coloured edge. */
export function htmlNotices(notices: readonly Notice[]): string {
  const items = notices.map(
    ({ tone, title, text, html = '' }) =>
      `<li class="${tone}"><b>${escapeHtml(title)}</b> ${escapeHtml(text)}${html}</li>`,
  );
  return `<ul class="notices">${items.join('')}</ul>`;
}

/** A card of a grid. */
export interface Card {
  /** Target of links within the page; must be safe in an attribute, as encodeURIComponent makes it. */
  readonly id: string;
  readonly title: string;
  /** HTML beside the title, such as a badge. */
  readonly badge?: string;
  readonly body: string;
}

/** Cards in as many columns as the page has room for. */
export function htmlCards(cards: readonly Card[]): string {
  const all = cards.map(
    ({ id, title, badge = '', body }) =>
      `<section class="card" id="${escapeHtml(id)}"><h3>${escapeHtml(title)} ${badge}</h3>${body}</section>`,
  );
  return `<div class="cards">${all.join('\n')}</div>`;
}

/** HTML that is shown after a click on its title. */
export function htmlDetails(title: string, body: string): string {
  return `<details><summary>${escapeHtml(title)}</summary>${body}</details>`;
}
