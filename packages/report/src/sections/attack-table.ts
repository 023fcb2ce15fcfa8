/** One line for each attack. */
import type { Clock } from '@anodec/core';
import type { AttackResult } from '@anodec/metrics';
import type { Table } from '../document.js';
import { formatCount, formatLength, formatShare, formatTimestamp, UNKNOWN } from '../format.js';
import { formatShares, recordingCells } from './channel-shares.js';

/** The table of some attacks. */
export function attackTable(attacks: readonly AttackResult[], clock: Clock): Table {
  const { head, cells } = recordingCells(attacks);
  return {
    columns: [
      'Attack',
      ...head,
      'Start',
      'Duration',
      'Detected',
      'Delay',
      'Covered',
      'Top contributing channels',
      'Attacked channels',
      'Named',
    ],
    rows: attacks.map((result, i) => [
      result.attack.name,
      ...cells(i),
      formatTimestamp(result.attack.start, clock),
      durationOf(result, clock),
      result.caught ? 'yes' : 'no',
      result.duringEarlierAlarm ? 'earlier alarm' : formatLength(result.delay, clock),
      formatShare(result.covered),
      formatShares(result.top),
      result.attack.channels.join(', ') || UNKNOWN,
      result.named === null ? UNKNOWN : result.named ? 'yes' : 'no',
    ]),
  };
}

function durationOf({ lasts, rows }: AttackResult, clock: Clock): string {
  if (clock === 'rows') return formatCount(rows.end - rows.start, 'row');
  return formatLength(lasts, clock);
}
