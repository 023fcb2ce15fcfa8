/** A comparison as a page, as Markdown, as lines for a terminal, and as JSON. */
import { htmlPage } from '@anodec/charts';
import type { Chart } from '../document.js';
import { sectionHtml } from '../render/html.js';
import { sectionsMarkdown } from '../render/markdown.js';
import { sectionLines } from '../render/terminal.js';
import type { Comparison } from './comparison.js';
import { comparisonSections } from './sections.js';

/** The page, self-contained. */
export function comparisonHtml(comparison: Comparison, diagram?: Chart): string {
  const sections = comparisonSections({ comparison, brief: false, ...(diagram && { diagram }) });
  return htmlPage({
    title: comparison.title,
    heading: comparison.title,
    subtitle: `${comparison.created} UTC`,
    body: sections.map((section) => sectionHtml(section)).join('\n'),
  });
}

/** Without charts. */
export function comparisonMarkdown(comparison: Comparison): string {
  return sectionsMarkdown(comparison.title, comparisonSections({ comparison, brief: false }));
}

/** The metrics that a terminal shows, the attacks on which detectors disagree, and a sentence for each test. */
export function comparisonTerminal(comparison: Comparison): string[] {
  return sectionLines(comparisonSections({ comparison, brief: true }));
}
