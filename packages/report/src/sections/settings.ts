/** Every setting of the run. */
import type { ReportSection } from './section.js';

export const settings: ReportSection = {
  key: 'settings',
  shown: 'report',
  build: ({ report }) => ({
    heading: 'Settings',
    blocks: [{ kind: 'data', title: 'All settings of the run', value: report.settings }],
  }),
};
