/** The report in short, as lines for a terminal. */
import {
  type BlockRenderers,
  checkTable,
  renderBlock,
  type SectionContent,
  type Table,
} from '../document.js';
import type { EvaluationReport } from '../report.js';
import { buildSections } from '../sections/registry.js';

/** Columns of headings and values are this far apart. */
const GAP = '  ';

/** What was found, the metrics, and the first alarms. */
export function renderTerminal(report: EvaluationReport): string[] {
  return sectionLines(buildSections({ report, brief: true }));
}

/** Sections as lines, their contents indented below headings. */
export function sectionLines(sections: readonly SectionContent[]): string[] {
  return sections.flatMap(({ heading, blocks }) => {
    const lines = blocks.flatMap((block) => renderBlock(LINES, block));
    if (heading === undefined || lines.length === 0) return lines;
    return [`${heading}:`, ...lines.map((line) => `${GAP}${line}`)];
  });
}

const LINES: BlockRenderers<readonly string[]> = {
  paragraph: ({ text }) => [text],
  note: ({ text }) => [text],
  list: ({ items }) => items,
  tiles: ({ tiles }) => tiles.map(([value, label]) => `${value} ${label}`),
  facts: ({ facts }) => alignColumns(facts.map(({ name, value }) => [name, value])),
  table: (table) => tableLines(table),
  chart: () => [],
  widget: () => [],
  checks: ({ checks }) => tableLines(checkTable(checks)),
  data: () => [],
};

function tableLines({ caption, columns, rows }: Table): string[] {
  const lines = alignColumns([columns, ...rows]);
  return caption === undefined ? lines : [`${caption}:`, ...lines];
}

/** Cells of one column all as wide as its widest. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((cells) => cells[c].length)));
  return rows.map((cells) =>
    cells
      .map((cell, c) => cell.padEnd(widths[c]))
      .join(GAP)
      .trimEnd(),
  );
}
