/** What each metric of the report measures, what a random detector reaches, and who defined it. */
import type { ReportSection } from './section.js';

export const metricDefinitions: ReportSection = {
  key: 'metricDefinitions',
  shown: 'report',
  build: ({ report }) => ({
    heading: 'Definitions of the metrics',
    blocks: [
      {
        kind: 'facts',
        facts: report.metrics.map(
          ({ title, description, ranked = true, higherIsBetter, source, floor }) => {
            const better = ranked ? ` ${higherIsBetter ? 'Higher' : 'Lower'} is better.` : '';
            const value = `${description}${better} Random scores: ${floor} Source: ${source}.`;
            return { name: title, value };
          },
        ),
      },
    ],
  }),
};
