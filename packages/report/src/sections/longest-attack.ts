/** The metrics of rows with and without the longest attack. */
import { tableBlock } from '../document.js';
import { lineValue, metricCell, metricLines } from '../metric-table.js';
import type { ReportSection } from './section.js';

const NOTE = 'Long attacks dominate metrics that count rows.';

export const longestAttack: ReportSection = {
  key: 'longestAttack',
  shown: 'report',
  build({ report }) {
    const { clock, results } = report;
    const shown = results.filter(({ evaluation }) => evaluation.withoutLongest);
    if (shown.length === 0) return null;
    const rows = metricLines(report, { scope: 'rows' }).map((line) => [
      line.heading,
      ...shown.flatMap(({ evaluation }) => [
        metricCell(line, lineValue(line, evaluation), evaluation, clock),
        metricCell(line, evaluation.withoutLongest?.metrics[line.metric.key], evaluation, clock),
      ]),
    ]);
    const columns = shown.flatMap(({ name, evaluation }) => [
      `${name}, all rows`,
      `${name}, without ${evaluation.withoutLongest?.longest}`,
    ]);
    return {
      heading: 'With and without the longest attack',
      blocks: [
        { kind: 'note', text: NOTE },
        ...tableBlock({ columns: ['Metric', ...columns], valuesFrom: 1, rows }),
      ],
    };
  },
};
