/** Alarms as CSV, one line each. */
import { type Clock, formatTime } from '@anodec/core';
import type { Alarm } from '@anodec/eval';

/** Contributing channels that have columns. */
const CHANNELS = 3;

const HEAD = ['alarm', 'start', 'end', 'duration', 'peak', 'peak_time', 'mean'];

/** An alarm, with the name of its recording where there are several. */
export interface ListedAlarm extends Alarm {
  readonly recording?: string;
}

/**
 * The alarms of recordings as CSV: the recording where there are several, number, first and last row, how
 * long it lasted with the last row included, highest and mean score, and the three channels that
 * contribute most with their shares.
 *
 * Times are UTC such as `2015-12-28 10:29:14`, with milli- or microseconds where there are some, seconds since the recording began, or row numbers, as
 * the clock says; a duration is in seconds, or in rows where there is no clock. Shares lie in [0, 1].
 *
 * @param options.several whether there are several recordings, also where none has an alarm; without it,
 *   whether an alarm names its recording
 */
export function alarmsToCsv(
  alarms: readonly ListedAlarm[],
  clock: Clock,
  options: { readonly several?: boolean } = {},
): string {
  const { several = alarms.some(({ recording }) => recording !== undefined) } = options;
  const channelHead = Array.from({ length: CHANNELS }, (_, i) => [
    `channel_${i + 1}`,
    `share_${i + 1}`,
  ]);
  const lines = alarms.map((alarm, i) => [
    ...(several ? [alarm.recording ?? ''] : []),
    String(i + 1),
    timeCell(alarm.start, clock),
    timeCell(alarm.end, clock),
    String(clock === 'rows' ? alarm.lasts : alarm.lasts / 1000),
    String(alarm.peak.value),
    timeCell(alarm.peak.time, clock),
    String(alarm.mean),
    ...channelCells(alarm),
  ]);
  const head = [...(several ? ['recording'] : []), ...HEAD, ...channelHead.flat()];
  return [head, ...lines].map(csvLine).join('');
}

function timeCell(time: number, clock: Clock): string {
  if (clock === 'rows') return String(time);
  if (clock === 'elapsed') return String(time / 1000);
  const micros = Math.round(time * 1000); // the finest unit that a double keeps of a date
  const seconds = Math.floor(micros / 1_000_000);
  const rest = String(micros - seconds * 1_000_000).padStart(6, '0');
  const fraction = rest === '000000' ? '' : `.${rest.replace(/000$/, '')}`;
  return `${formatTime(seconds * 1000)}${fraction}`;
}

/** Names and shares; empty where an alarm has fewer channels. */
function channelCells({ channels }: Alarm): string[] {
  return Array.from({ length: CHANNELS }, (_, i) => {
    const share = channels.at(i);
    return share ? [share.channel, share.share.toFixed(4)] : ['', ''];
  }).flat();
}

/** Cells with a comma, a quote or a line break are quoted. Source: RFC 4180. */
function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) =>
    /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(',')}\n`;
}
