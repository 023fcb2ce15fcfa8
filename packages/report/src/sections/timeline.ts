/** The score of each recording over time. */
import type { ReportSection } from './section.js';

export const timeline: ReportSection = {
  key: 'timeline',
  shown: 'report',
  build: ({ charts }) => ({
    blocks: (charts?.timelines ?? []).map((chart) => ({ kind: 'chart', ...chart })),
  }),
};
