/** How many attacks a check of each channel by itself finds: whether the data need a model at all. */
import { type Block, tableBlock } from '../document.js';
import type { RangeCheckResult } from '../diagnostics.js';
import { formatCount, formatList, formatNumber, formatShare, UNKNOWN } from '../format.js';
import { recordingCells } from './channel-shares.js';
import type { ReportSection } from './section.js';

const NOTE =
  'A range check flags a row where any channel leaves the smallest to largest reading of its normal rows; ' +
  'alarms are merged as those of the detectors. Attacks that it finds show in one channel alone and say ' +
  'nothing about models of several channels.';

/** Channels that are named for each attack. */
const CHANNELS = 3;

export const ranges: ReportSection = {
  key: 'ranges',
  shown: 'report',
  build({ report: { diagnostics, results } }) {
    const found = diagnostics?.ranges;
    if (!found) return null;
    const per = results[0].evaluation.recorded.unit;
    return {
      heading: 'Range check of single channels',
      blocks: [
        { kind: 'note', text: NOTE },
        { kind: 'list', items: sentences(found, per) },
        ...attackRows(found),
      ],
    };
  },
};

function sentences({ counts, flagged, settled }: RangeCheckResult, per: string): string[] {
  if (counts.attacks === 0) return ['No attack with an effect is known.'];
  return [
    `All channels: ${outcome(counts, flagged, per)}.`,
    ...(settled
      ? [
          `Without ${formatList(settled.without)}, out of range for good: ` +
            `${outcome(settled.counts, settled.flagged, per)}.`,
        ]
      : []),
  ];
}

function outcome(counts: RangeCheckResult['counts'], flagged: number, per: string): string {
  const { attacks, detected, falseAlarmRate, f1 } = counts;
  const rate =
    falseAlarmRate === null ? '' : `, ${formatNumber(falseAlarmRate, 2)} false alarms per ${per}`;
  return (
    `${detected} of ${attacks} attacks with an effect found (${formatShare(detected / attacks)}), ` +
    `${formatShare(flagged)} of the rows flagged${rate}${f1 === null ? '' : `, F1 ${formatNumber(f1)}`}`
  );
}

function attackRows({ attacks }: RangeCheckResult): Block[] {
  const { head, cells } = recordingCells(attacks);
  return tableBlock({
    columns: ['Attack', ...head, 'Found by range', 'Channels out of range'],
    rows: attacks.map(({ name, found, channels }, i) => [
      name,
      ...cells(i),
      found ? 'yes' : 'no',
      namesOf(channels),
    ]),
  });
}

function namesOf(channels: readonly string[]): string {
  if (channels.length === 0) return UNKNOWN;
  const rest = channels.length - CHANNELS;
  const named = channels.slice(0, CHANNELS).join(', ');
  return rest > 0 ? `${named} and ${formatCount(rest, 'more channel')}` : named;
}
