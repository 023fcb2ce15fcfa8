/** Recorded and expected readings around the alarms. */
import type { ReportSection } from './section.js';

export const alarmCharts: ReportSection = {
  key: 'alarmCharts',
  shown: 'report',
  build: ({ charts }) => ({
    heading: 'Channels of the alarms',
    blocks: (charts?.alarms ?? []).map((chart) => ({ kind: 'chart', ...chart })),
  }),
};
