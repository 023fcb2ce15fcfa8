/** Scores row by row as CSV. */
import { type Clock, formatTime, frameLength, type TimeSeriesFrame } from '@anodec/core';
import type { Detection } from '@anodec/eval';

/** A scored recording. */
export interface ScoresCsvPart {
  readonly name: string;
  readonly frame: TimeSeriesFrame;
  readonly detection: Detection;
  /** (T), 1 in an alarm. */
  readonly alarmed: Uint8Array;
}

const TIME_NAMES: Readonly<Record<Clock, string>> = {
  utc: 'time',
  elapsed: 'seconds',
  rows: 'row',
};

/**
 * Time, score, threshold and predicted flags of each row: `anomaly` is 1 where the score is above the
 * threshold, `alarm` 1 within an alarm. An empty score is none. With several recordings a first column
 * names each.
 */
export function scoresToCsv(parts: readonly ScoresCsvPart[]): string {
  const several = parts.length > 1;
  const [{ frame }] = parts;
  const names = [TIME_NAMES[frame.clock], 'score', 'threshold', 'anomaly', 'alarm'];
  const head = several ? ['recording', ...names] : names;
  const lines = parts.flatMap((part) => linesOf(part, several ? [quote(part.name)] : []));
  return `${head.join(',')}\n${lines.join('')}`;
}

function linesOf({ frame, detection, alarmed }: ScoresCsvPart, first: readonly string[]): string[] {
  const { score, threshold } = detection;
  const limit = String(threshold.value);
  return Array.from({ length: frameLength(frame) }, (_, t) => {
    const known = !Number.isNaN(score[t]);
    const cells = [
      ...first,
      timeText(frame.timestamps[t], frame.clock),
      known ? String(score[t]) : '',
      limit,
      known ? String(Number(score[t] > threshold.value)) : '',
      String(alarmed[t]),
    ];
    return `${cells.join(',')}\n`;
  });
}

/** UTC as `2015-12-28 10:29:14.500`, seconds since the recording began, or a row number. */
function timeText(time: number, clock: Clock): string {
  if (clock === 'rows') return String(time);
  if (clock === 'elapsed') return String(time / 1000);
  const rest = time % 1000;
  return rest === 0 ? formatTime(time) : `${formatTime(time)}.${String(rest).padStart(3, '0')}`;
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
