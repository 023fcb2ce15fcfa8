/** The report as JSON: the data it is made of, and its sections as they are shown, for other readers. */
import type { Charts } from '../charts.js';
import type { Block } from '../document.js';
import type { EvaluationReport } from '../report.js';
import { type BuiltSection, buildSections } from '../sections/registry.js';

/** What report.json holds. */
export interface ReportJson extends EvaluationReport {
  /** Sections without the drawings of their charts and without data that the report has already. */
  readonly sections: readonly Omit<BuiltSection, 'blocks'>[];
}

/** Plain data to be written; `parseEvaluationReport` reads it back. */
export function renderJson(report: EvaluationReport, charts?: Charts): ReportJson {
  const sections = buildSections({ report, brief: false, ...(charts && { charts }) });
  return {
    ...report,
    sections: sections.map(({ blocks, ...section }) => ({
      ...section,
      blocks: blocks.flatMap(blockJson),
    })),
  };
}

function blockJson(block: Block): object[] {
  if (block.kind === 'data') return [];
  if (block.kind !== 'chart' && block.kind !== 'widget') return [block];
  return [{ kind: block.kind, title: block.title }];
}
