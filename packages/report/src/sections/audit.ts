/** The leakage audit, where one was made of the run as it is. */
import { formatCount, formatNumber } from '../format.js';
import type { ReportSection } from './section.js';

export const audit: ReportSection = {
  key: 'audit',
  shown: 'report',
  build({ report }) {
    const { audit: result } = report;
    if (!result) return null;
    const failed = result.lines.filter((line) => line.result === 'failed').length;
    const summary =
      failed > 0
        ? `${formatCount(failed, 'check')} of ${result.lines.length} failed.`
        : `None of ${formatCount(result.lines.length, 'check')} failed.`;
    const made = `Made ${result.created.slice(0, 16).replace('T', ' ')} UTC in ${formatNumber(result.seconds, 1)} s.`;
    return {
      heading: 'Leakage audit',
      blocks: [
        { kind: 'paragraph', text: `${summary} ${made}` },
        {
          kind: 'table',
          columns: ['Check', 'Compared', 'Result', 'Finding'],
          rows: result.lines.map(({ title, compared, result: ended, finding }) => [
            title,
            compared,
            ended,
            finding,
          ]),
        },
      ],
    };
  },
};
