/** What a live scoring says on a terminal. */
import { formatCount, countOf } from '@anodec/core';
import type { LiveLine } from '@anodec/runs';
import type { WatchCounts, WatchEnd } from '@anodec/stream';
import { timeText } from './live-time.js';
import { modelLine } from './model-lines.js';

/** An alarm that begins or ends, that the model no longer fits, or what became of a new one. */
export function alarmLine(line: Extract<LiveLine, { kind: string }>): string {
  if (line.kind === 'model') return modelLine(line);
  if (line.kind === 'fit') {
    return line.state === 'lost'
      ? `${timeText(line.time)}  the model no longer fits: the last rows score otherwise than normal rows did (stability index ${line.index.toFixed(2)})`
      : `${timeText(line.time)}  the model fits again (stability index ${line.index.toFixed(2)})`;
  }
  const { state, alarm, start, end, peak, sensors } = line;
  const names = sensors.map(({ name, share }) => `${name} ${Math.round(100 * share)} %`).join(', ');
  const when = state === 'start' ? timeText(start) : `${timeText(start)} to ${timeText(end)}`;
  const verb = state === 'start' ? 'begins' : 'is over';
  return `${when}  alarm ${alarm} ${verb}, score ${peak.score.toPrecision(3)}${names === '' ? '' : `: ${names}`}`;
}

/** The latest score for the progress line. */
export function watchNote(lines: readonly LiveLine[], { scored, alarms }: WatchCounts): string {
  const last = lines.findLast((line) => !('kind' in line));
  const score =
    last && !('kind' in last) && last.score !== null
      ? `, score ${last.score.toPrecision(3)} of ${last.threshold?.toPrecision(3) ?? 'no threshold'}`
      : '';
  return `${countOf(scored, 'row')}, ${countOf(alarms, 'alarm')}${score}`;
}

/** Counts at the end. */
export function describeWatch(end: WatchEnd): string[] {
  const { taken, before, scored, alarms, late, repeated, gaps, faults, folder } = end;
  const earlier = before > 0 ? `, ${formatCount(before)} of them before this start` : '';
  const counts = [
    [late, 'late, left out'],
    [repeated, 'with a time that was there, left out'],
    [faults, 'not readable, left out'],
    [gaps, 'after a gap'],
  ] as const;
  const odd = counts.filter(([count]) => count > 0);
  return [
    `${countOf(taken, 'row')}${earlier}: ${formatCount(scored)} scored, ${countOf(alarms, 'alarm')}`,
    ...(odd.length > 0
      ? [`Rows ${odd.map(([count, what]) => `${what}: ${formatCount(count)}`).join('; ')}`]
      : []),
    `Results  ${folder}`,
  ];
}
