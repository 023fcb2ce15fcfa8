/** Loss over the epochs. */
import type { ReportSection } from './section.js';

export const training: ReportSection = {
  key: 'training',
  shown: 'report',
  build: ({ charts }) =>
    charts?.training
      ? { heading: 'Training', blocks: [{ kind: 'chart', ...charts.training }] }
      : null,
};
