/** The report as Markdown, for reading beside the code; without charts. */
import {
  type BlockRenderers,
  checkTable,
  renderBlock,
  type SectionContent,
  type Table,
} from '../document.js';
import type { EvaluationReport } from '../report.js';
import { buildSections } from '../sections/registry.js';

/** Renders the whole report. */
export function renderMarkdown(report: EvaluationReport): string {
  return sectionsMarkdown(report.title, buildSections({ report, brief: false }));
}

/** A title and sections as a document. */
export function sectionsMarkdown(title: string, sections: readonly SectionContent[]): string {
  const written = sections.flatMap(({ heading, blocks }) => {
    const parts = blocks.map((block) => renderBlock(MARKDOWN, block)).filter((part) => part !== '');
    return parts.length === 0 || heading === undefined ? parts : [`## ${heading}`, ...parts];
  });
  return `${[`# ${escapeMarkdown(title)}`, ...written].join('\n\n')}\n`;
}

const MARKDOWN: BlockRenderers<string> = {
  paragraph: ({ text }) => escapeMarkdown(text),
  note: ({ text }) => escapeMarkdown(text),
  list: ({ items }) => items.map((item) => `- ${escapeMarkdown(item)}`).join('\n'),
  tiles: () => '', // the list below them says the same
  facts({ facts }) {
    const rows = facts.map(({ name, value }) => [name, value]);
    return markdownTable({ columns: ['What', 'Value'], rows });
  },
  table(table) {
    const caption = table.caption === undefined ? '' : `${escapeMarkdown(table.caption)}:\n\n`;
    return `${caption}${markdownTable(table)}`;
  },
  chart: () => '',
  widget: () => '',
  checks: ({ checks }) => markdownTable(checkTable(checks)),
  data: ({ value }) => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``,
};

function markdownTable({ columns, rows }: Table): string {
  const rule = `|${columns.map(() => ' --- ').join('|')}|`;
  return [markdownRow(columns), rule, ...rows.map(markdownRow)].join('\n');
}

function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map(escapeMarkdown).join(' | ')} |`;
}

/** Keeps names from files out of the syntax of Markdown. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\|`*_<>]/g, (sign) => `\\${sign}`).replaceAll(/\s*\n\s*/g, ' ');
}
