/** Short notes about a channel, the same in tables and on pages. */
import { type Clock, formatCount, countOf, formatDuration } from '@anodec/core';
import type { ChannelReport } from '../inspect/channel.js';
import type { TimeLine } from '../inspect/time-line.js';
import { formatNumber, formatShare } from './format-number.js';

/** Share of readings at 0 from which a note mentions it. */
const RESTS = 0.05;

/**
 * What is remarkable about a channel, a phrase each.
 *
 * @param timeOfRow the time of a row as text
 */
export function channelNotes(
  channel: ChannelReport,
  { clock, period }: Pick<TimeLine, 'clock' | 'period'>,
  timeOfRow: (row: number) => string,
): string[] {
  const { kind, missing, infinite, usual, saturated, stuck, states, nearlyConstant } = channel;
  const notes: string[] = [];
  if (kind === 'constant') notes.push(`always ${formatNumber(usual.value)}`);
  if (states) notes.push(`states ${states.map(formatNumber).join(', ')}`);
  if (nearlyConstant) notes.push(`${formatShare(usual.share)} at ${formatNumber(usual.value)}`);
  if (missing > 0 && kind !== 'empty') notes.push(`${formatCount(missing)} missing`);
  if (infinite > 0) notes.push(`${formatCount(infinite)} infinite`);
  if (saturated) notes.push(saturationNote(channel));
  const { smallest, atSmallest } = channel;
  const quantity = kind === 'continuous' || kind === 'integer';
  if (quantity && smallest === 0 && atSmallest >= RESTS && !nearlyConstant) {
    notes.push(`rests at 0 (${formatShare(atSmallest)})`);
  }
  if (stuck) {
    const length = lengthOf(stuck.rows, clock, period);
    notes.push(
      `stuck at ${formatNumber(stuck.value)} for ${length} from ${timeOfRow(stuck.start)}`,
    );
  }
  return notes;
}

function saturationNote({
  saturated,
  smallest,
  largest,
  atSmallest,
  atLargest,
}: ChannelReport): string {
  const low = `${formatNumber(smallest)} (${formatShare(atSmallest)})`;
  const high = `${formatNumber(largest)} (${formatShare(atLargest)})`;
  if (saturated === 'both') return `saturated at ${low} and ${high}`;
  return `saturated at ${saturated === 'low' ? low : high}`;
}

function lengthOf(rows: number, clock: Clock, period: number): string {
  return clock === 'rows' ? countOf(rows, 'row') : formatDuration(rows * period);
}
