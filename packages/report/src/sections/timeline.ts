/** The score of each recording over time. */
import type { Block } from '../document.js';
import type { ReportSection } from './section.js';

export const timeline: ReportSection = {
  key: 'timeline',
  shown: 'report',
  build: ({ charts }) => ({
    heading: 'Score',
    blocks:
      charts?.scores?.map((widget): Block => ({ kind: 'widget', ...widget })) ??
      (charts?.timelines ?? []).map((chart): Block => ({ kind: 'chart', ...chart })),
  }),
};
