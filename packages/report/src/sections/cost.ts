/** What the run cost: time, memory, size. */
import type { ReportSection } from './section.js';

export const cost: ReportSection = {
  key: 'cost',
  shown: 'report',
  build({ report: { diagnostics } }) {
    const facts = diagnostics?.cost ?? [];
    return facts.length === 0 ? null : { heading: 'Cost', blocks: [{ kind: 'facts', facts }] };
  },
};
