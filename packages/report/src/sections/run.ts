/** How the run was made. */
import type { ReportSection } from './section.js';

export const run: ReportSection = {
  key: 'run',
  shown: 'report',
  build: ({ report }) =>
    report.run.length === 0
      ? null
      : { heading: 'Run', blocks: [{ kind: 'facts', facts: report.run }] },
};
