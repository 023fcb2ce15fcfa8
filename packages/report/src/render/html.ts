/** The report as one page that needs nothing else: no network, no script, charts inline. */
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
} from '@anodec/charts';
import type { Charts } from '../charts.js';
import { type BlockRenderers, renderBlock, type SectionContent } from '../document.js';
import type { EvaluationReport } from '../report.js';
import { buildSections } from '../sections/registry.js';

/** Renders the whole page. */
export function renderHtml(report: EvaluationReport, charts?: Charts): string {
  const sections = buildSections({ report, brief: false, ...(charts && { charts }) });
  return htmlPage({
    title: report.title,
    heading: report.title,
    subtitle: `${report.created} UTC · ${report.results[0].name}`,
    body: sections.map(sectionHtml).join('\n'),
  });
}

/** One section as HTML. */
export function sectionHtml({ heading, blocks }: SectionContent): string {
  const parts = blocks.map((block) => renderBlock(HTML, block));
  return heading === undefined ? parts.join('\n') : htmlSection(heading, ...parts);
}

const HTML: BlockRenderers<string> = {
  paragraph: ({ text }) => `<p>${escapeHtml(text)}</p>`,
  note: ({ text }) => htmlNote(text),
  list: ({ items }) =>
    `<ul class="list">${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`,
  tiles: ({ tiles }) => htmlTiles(tiles),
  facts: ({ facts }) => htmlFacts(facts.map(({ name, value }) => [name, value])),
  table({ caption, columns, rows }) {
    const heading = caption === undefined ? '' : `<h3>${escapeHtml(caption)}</h3>`;
    const className = columns[0] === 'Detector' ? 'lead' : '';
    return `${heading}${htmlTable({ columns, rows, className })}`;
  },
  chart: ({ title, svg }) => htmlFigure(title, svg),
  data: ({ title, value }) =>
    htmlDetails(title, `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`),
};
