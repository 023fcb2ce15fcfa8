/** What is remarkable about a channel, in a few words; the same in tables and on pages. */
import { type Clock, formatDuration } from '@anodec/core';
import type { ChannelReport } from '../inspect/channel.js';
import type { TimeLine } from '../inspect/time-line.js';
import { formatCount, formatFigure, formatShare } from './figures.js';

/** Share of rest from which it is worth a word. */
const RESTS = 0.05;

/** @param times of the rows, where a note says when; left out, the row is named */
export function channelNotes(
  channel: ChannelReport,
  { clock, period }: Pick<TimeLine, 'clock' | 'period'>,
  moment: (row: number) => string,
): string[] {
  const { kind, missing, infinite, usual, saturated, stuck, states, nearlyConstant } = channel;
  const notes: string[] = [];
  if (kind === 'constant') notes.push(`always ${formatFigure(usual.value)}`);
  if (states) notes.push(`states ${states.map(formatFigure).join(', ')}`);
  if (nearlyConstant) notes.push(`${formatShare(usual.share)} at ${formatFigure(usual.value)}`);
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
    notes.push(`stuck at ${formatFigure(stuck.value)} for ${length} from ${moment(stuck.start)}`);
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
  const low = `${formatFigure(smallest)} (${formatShare(atSmallest)})`;
  const high = `${formatFigure(largest)} (${formatShare(atLargest)})`;
  if (saturated === 'both') return `saturated at ${low} and ${high}`;
  return `saturated at ${saturated === 'low' ? low : high}`;
}

function lengthOf(rows: number, clock: Clock, period: number): string {
  return clock === 'rows' ? `${formatCount(rows)} rows` : formatDuration(rows * period);
}
