/** The leakage audit, where one was made of the run as it is. */
import { failedShare } from '../audit-result.js';
import { formatCount, formatNumber } from '../format.js';
import type { ReportSection } from './section.js';

export const audit: ReportSection = {
  key: 'audit',
  shown: 'report',
  build({ report }) {
    const { audit: result } = report;
    if (!result) return null;
    const failed = failedShare(result) ?? `None of ${formatCount(result.lines.length, 'check')}`;
    const made = `Made ${result.created.slice(0, 16).replace('T', ' ')} UTC in ${formatNumber(result.seconds, 1)} s.`;
    return {
      heading: 'Leakage audit',
      blocks: [
        { kind: 'paragraph', text: `${failed} failed. ${made}` },
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
