/** Recorded and expected readings around the alarms, and the normal operation that is most like them. */
import { type Block, tableBlock } from '../document.js';
import { formatCount, formatNumber, formatTimestamp } from '../format.js';
import type { EvaluationReport } from '../report.js';
import type { ReportSection } from './section.js';

export const alarmCharts: ReportSection = {
  key: 'alarmCharts',
  shown: 'report',
  build: ({ report, charts }) => ({
    heading: 'Channels of the alarms',
    blocks: [
      ...(charts?.alarms ?? []).map((chart): Block => ({ kind: 'chart', ...chart })),
      ...nearestTable(report),
    ],
  }),
};

/** Where the training rows were most like each alarm. */
function nearestTable({ diagnostics, clock }: EvaluationReport): Block[] {
  return tableBlock({
    caption: 'Nearest windows of the rows trained on, over the top channels of each alarm',
    columns: ['Alarm', 'Channels', 'Rows', 'Recording', 'Begins', 'Distance, scaled units'],
    rows: (diagnostics?.nearest ?? []).map((one) => [
      String(one.alarm),
      one.channels.join(', '),
      formatCount(one.rows, 'row'),
      one.source,
      formatTimestamp(one.from, clock),
      formatNumber(one.distance, 2),
    ]),
  });
}
