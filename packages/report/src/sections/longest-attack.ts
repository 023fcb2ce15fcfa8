/** Point-wise metrics with and without the longest attack. */
import { tableBlock } from '../document.js';
import { metricCell, metricColumns, valueCells } from '../metric-table.js';
import type { ReportSection } from './section.js';

const NOTE = 'Long attacks dominate metrics that count rows.';

export const longestAttack: ReportSection = {
  key: 'longestAttack',
  shown: 'report',
  build({ report }) {
    const columns = metricColumns(report, 'rows');
    const rows = report.results.flatMap(({ name, evaluation }) => {
      const { withoutLongest: rest } = evaluation;
      if (!rest) return [];
      return [
        [
          `${name}, all rows`,
          ...columns.map((column) => metricCell(column, evaluation, report.clock)),
        ],
        [
          `${name}, without ${rest.longest}`,
          ...valueCells(columns, rest.metrics, evaluation, report.clock),
        ],
      ];
    });
    if (rows.length === 0) return null;
    const table = { columns: ['Rows', ...columns.map(({ heading }) => heading)], rows };
    return {
      heading: 'With and without the longest attack',
      blocks: [{ kind: 'note', text: NOTE }, ...tableBlock(table)],
    };
  },
};
