/** What each metric of the report measures, and who defined it. */
import type { ReportSection } from './section.js';

export const metricDefinitions: ReportSection = {
  key: 'metricDefinitions',
  shown: 'report',
  build: ({ report }) => ({
    heading: 'Definitions of the metrics',
    blocks: [
      {
        kind: 'facts',
        facts: report.metrics
          .filter(({ shown }) => shown !== 'data')
          .map(({ title, description, higherIsBetter, source }) => ({
            name: title,
            value: `${description} ${higherIsBetter ? 'Higher' : 'Lower'} is better. Source: ${source}.`,
          })),
      },
    ],
  }),
};
