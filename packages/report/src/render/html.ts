/** The report as one page that needs nothing else: no network, charts, style and script inline. */
import {
  escapeHtml,
  htmlDetails,
  htmlFacts,
  htmlFigure,
  htmlNote,
  htmlPage,
  htmlSection,
  htmlTable,
  htmlTiles,
  htmlWidget,
  WIDGET_SCRIPT,
  WIDGET_STYLE,
  type WidgetContent,
} from '@anodec/charts';
import type { Charts } from '../charts.js';
import {
  type BlockRenderers,
  type Check,
  checkTable,
  type LinkedFact,
  renderBlock,
  type SectionContent,
} from '../document.js';
import type { EvaluationReport } from '../report.js';
import { type BuiltSection, buildSections } from '../sections/registry.js';

/** Renders the whole page. */
export function renderHtml(report: EvaluationReport, charts?: Charts): string {
  const sections = buildSections({ report, brief: false, ...(charts && { charts }) });
  const drawn = sections.some(({ blocks }) => blocks.some(({ kind }) => kind === 'widget'));
  return htmlPage({
    title: report.title,
    heading: report.title,
    subtitle: `${report.created} UTC · ${report.results[0].name}`,
    body: withContents(sections).join('\n'),
    style: WIDGET_STYLE,
    ...(drawn && { script: WIDGET_SCRIPT }),
  });
}

/** The sections, a table of contents after those without a heading: the first screen. */
function withContents(sections: readonly BuiltSection[]): string[] {
  const first = Math.max(
    0,
    sections.findIndex(({ heading }) => heading !== undefined),
  );
  const links = sections.flatMap(({ key, heading }) =>
    heading === undefined ? [] : [`<a href="#${key}">${escapeHtml(heading)}</a>`],
  );
  return [
    ...sections.slice(0, first).map(anchoredHtml),
    `<nav class="contents" aria-label="Contents">${links.join(' ')}</nav>`,
    ...sections.slice(first).map(anchoredHtml),
  ];
}

function anchoredHtml(section: BuiltSection): string {
  return `<section id="${section.key}">${sectionHtml(section)}</section>`;
}

/**
 * One section as HTML.
 *
 * @param still address of a picture of a widget, for pages whose scripts may not run
 */
export function sectionHtml(
  { heading, blocks }: SectionContent,
  still?: (content: WidgetContent) => string | undefined,
): string {
  const renderers: BlockRenderers<string> = {
    ...HTML,
    widget: ({ title, content }) => htmlWidget(title, content, still?.(content)),
  };
  const parts = blocks.map((block) => renderBlock(renderers, block));
  return heading === undefined ? parts.join('\n') : htmlSection(heading, ...parts);
}

/** A value, as a link where it leads to a page. */
function factCell({ value, href }: LinkedFact): string | { readonly html: string } {
  if (href === undefined) return value;
  return { html: `<a href="${escapeHtml(href)}">${escapeHtml(value)}</a>` };
}

/** Links to the sections that meet a demand. */
function checkHtml({ sections, missing = '', failed }: Check): string {
  if (!sections) return `<span class="missing">not measured</span>: ${escapeHtml(missing)}`;
  const links = sections.map(({ key, heading }) => `<a href="#${key}">${escapeHtml(heading)}</a>`);
  const against =
    failed === undefined ? '' : `<span class="missing">failed</span> (${escapeHtml(failed)}): `;
  return `${against}${links.join(', ')}`;
}

const HTML: BlockRenderers<string> = {
  paragraph: ({ text }) => `<p>${escapeHtml(text)}</p>`,
  note: ({ text }) => htmlNote(text),
  list: ({ items }) =>
    `<ul class="list">${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`,
  tiles: ({ tiles }) => htmlTiles(tiles),
  facts: ({ facts }) => htmlFacts(facts.map((fact) => [fact.name, factCell(fact)])),
  table({ caption, folded, columns: titles, valuesFrom = Infinity, valuesTo = Infinity, rows }) {
    const columns = titles.map((title, i) =>
      i >= valuesFrom && i < valuesTo ? { title, numeric: true } : title,
    );
    if (folded) return htmlDetails(caption ?? 'Table', htmlTable({ columns, rows }));
    const heading = caption === undefined ? '' : `<h3>${escapeHtml(caption)}</h3>`;
    const className = titles[0] === 'Detector' ? 'lead' : '';
    return `${heading}${htmlTable({ columns, rows, className })}`;
  },
  chart: ({ title, svg }) => htmlFigure(title, svg),
  checks: ({ checks }) =>
    htmlTable({
      ...checkTable(checks),
      rows: checks.map((check, i) => [String(i + 1), check.title, { html: checkHtml(check) }]),
    }),
  widget: ({ title, content }) => htmlWidget(title, content),
  data: ({ title, value }) =>
    htmlDetails(title, `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`),
};
