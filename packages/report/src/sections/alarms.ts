/** Every alarm, the channels that contribute most to it, and what it overlaps. */
import type { AlarmResult } from '@anodec/metrics';
import { type Block, type Table, tableBlock } from '../document.js';
import { formatCount, formatLength, formatNumber, formatTimestamp } from '../format.js';
import type { EvaluationReport } from '../report.js';
import { describeMeaning, formatShares, recordingCells } from './channel-shares.js';
import type { ReportSection } from './section.js';

/** Channels that are named for each alarm. */
const CHANNELS = 3;
/** Alarms that the terminal lists. */
const LISTED = 12;

export const alarms: ReportSection = {
  key: 'alarms',
  build({ report, brief }) {
    const blocks = brief ? shortBlocks(report) : tableBlock(fullTable(report));
    return { heading: 'Top contributing channels of each alarm', blocks };
  },
};

function fullTable({ results, clock }: EvaluationReport): Table {
  const [{ evaluation, threshold }] = results;
  const { head, cells } = recordingCells(evaluation.alarms);
  return {
    columns: [
      'Alarm',
      ...head,
      'Start',
      'Duration',
      'Peak / threshold',
      'Top contributing channels',
      'Overlaps',
    ],
    rows: evaluation.alarms.map((alarm, i) => [
      String(i + 1),
      ...cells(i),
      formatTimestamp(alarm.start, clock),
      formatLength(alarm.lasts, clock),
      formatNumber(alarm.peak.value / (alarm.limit ?? threshold.value), 1),
      topChannels(alarm),
      describeMeaning(alarm),
    ]),
  };
}

function shortBlocks({ results, clock }: EvaluationReport): Block[] {
  const all = results[0].evaluation.alarms;
  const listed = all.slice(0, LISTED);
  const rest = all.length - listed.length;
  const { head, cells } = recordingCells(listed);
  const rows = listed.map((alarm, i) => [
    ...cells(i),
    formatTimestamp(alarm.start, clock),
    topChannels(alarm),
    describeMeaning(alarm),
  ]);
  return [
    ...tableBlock({ columns: [...head, 'Start', 'Channels', 'Overlaps'], rows }),
    ...(rest > 0
      ? [
          {
            kind: 'paragraph',
            text: `… and ${formatCount(rest, 'more alarm')}, all in the report`,
          } as const,
        ]
      : []),
  ];
}

function topChannels({ channels }: AlarmResult): string {
  return formatShares(channels.slice(0, CHANNELS));
}
