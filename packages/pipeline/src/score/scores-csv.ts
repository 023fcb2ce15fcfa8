/** Scores row by row as CSV. */
import { type Clock, formatTime, frameLength, type TimeSeriesFrame } from '@anodec/core';
import type { Decision, Detection } from '@anodec/eval';

/** A scored recording. */
export interface ScoredPart {
  readonly name: string;
  readonly frame: TimeSeriesFrame;
  readonly detection: Detection;
  /** (T), 1 in an alarm. */
  readonly alarmed: Uint8Array;
  /** (T), why a row has no score, null where it has one. */
  readonly reasons: readonly (string | null)[];
  /** (T), null where there is no score; absent where rows are not decided. */
  readonly decisions?: readonly (Decision | null)[];
}

/** Columns besides those that are always there. */
export interface ScoreColumns {
  /** Whether each channel has a column with its score. */
  readonly channelScores?: boolean;
}

/** Lines of a piece of the text. */
const LINES = 4096;

const TIME_NAMES: Readonly<Record<Clock, string>> = {
  utc: 'time',
  elapsed: 'seconds',
  rows: 'row',
};

/** The name of the column of times. */
export function timeName(clock: Clock): string {
  return TIME_NAMES[clock];
}

/** The name of the column with the score of a channel. */
export function channelScoreName(channel: string): string {
  return `score_${channel}`;
}

/**
 * Each row with its time, its score, the probability that a normal row scores as high (`p_value`), the
 * threshold, the predicted flag (`anomaly_predicted`, 1 where the score is above the threshold), whether it
 * lies in an alarm, and why it has no score where it has none. What a row without a score does not have
 * is empty. Where rows are decided, `decision` is normal, anomalous or unknown. With several recordings a first column names each.
 */
export function scoresToCsv(parts: readonly ScoredPart[], options?: ScoreColumns): string {
  return [...scoresCsvPieces(parts, options)].join('');
}

/** The text of `scoresToCsv` a piece at a time. @yields the head, then some thousand lines each */
export function* scoresCsvPieces(
  parts: readonly ScoredPart[],
  options: ScoreColumns = {},
): Generator<string> {
  const several = parts.length > 1;
  const [{ frame }] = parts;
  const head = [
    ...(several ? ['recording'] : []),
    timeName(frame.clock),
    'score',
    'p_value',
    'threshold',
    'anomaly_predicted',
    'alarm',
    'reason',
    ...(parts[0].decisions ? ['decision'] : []),
    ...(options.channelScores ? frame.channels.map(channelScoreName) : []),
  ];
  yield `${head.map(quote).join(',')}\n`;
  for (const part of parts) {
    const lineOf = createLine(part, several ? [quote(part.name)] : [], options);
    for (let start = 0; start < frameLength(part.frame); start += LINES) {
      const length = Math.min(LINES, frameLength(part.frame) - start);
      yield Array.from({ length }, (_, n) => lineOf(start + n)).join('');
    }
  }
}

/** Makes a function that writes the line of row t. */
function createLine(
  { frame, detection, alarmed, reasons, decisions }: ScoredPart,
  first: readonly string[],
  { channelScores = false }: ScoreColumns,
): (t: number) => string {
  const { score, pValues, limits, exceeds } = detection;
  const C = frame.channels.length;
  const ofChannels = (t: number): string[] =>
    Array.from({ length: C }, (_, c) => number(detection.channelScores?.[t * C + c] ?? NaN));
  return (t) => {
    const known = !Number.isNaN(score[t]);
    const cells = [
      ...first,
      timeText(frame.timestamps[t], frame.clock),
      number(score[t]),
      number(pValues[t]),
      String(limits[t]),
      known ? String(exceeds[t]) : '',
      String(alarmed[t]),
      quote(reasons[t] ?? ''),
      ...(decisions ? [decisions[t] ?? ''] : []),
      ...(channelScores ? ofChannels(t) : []),
    ];
    return `${cells.join(',')}\n`;
  };
}

/** Empty where the number is not known. */
function number(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
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
