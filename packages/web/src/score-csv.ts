/** Scores a table with an artifact: the same steps as `anodec score --input`, without a file system. */
import {
  createFrame,
  formatDuration,
  formatTime,
  frameLength,
  type Progress,
  type TimeSeriesFrame,
} from '@anodec/core';
import { applyAlarmPolicy, type Detection } from '@anodec/eval';
import {
  checkInterval,
  collectRecordings,
  PreprocessConfig,
  prepareFrame,
  sumOneHot,
} from '@anodec/preprocess';
import type { WebArtifact } from './artifact.js';
import { readCsv } from './read-csv.js';

/** A scored table. */
export interface ScoredCsv {
  /** Rows at the interval of training. */
  readonly frame: TimeSeriesFrame;
  readonly detection: Detection;
  /** What is worth knowing besides, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * @param origin of the text, for messages: a file name
 * @throws DataError when the table cannot be read, or has coarser rows than training
 */
export async function scoreCsv(
  { preprocessing, detector, input, alarmPolicy }: WebArtifact,
  text: string,
  origin: string,
  progress?: Progress,
): Promise<ScoredCsv> {
  const { period, rows, oneHot } = preprocessing;
  const given = readCsv(text, preprocessing, origin);
  const read = withTimes(given, period);
  const config = PreprocessConfig.parse(rows ?? {});
  const { note } = checkInterval(period, read, config, origin);
  const { frames } = collectRecordings([read], config, () => origin, {
    ...(period !== undefined && { trained: period }),
  });
  const prepared = prepareFrame(frames[0], preprocessing);
  const inputs = input === 'raw' ? prepared.raw : prepared.inputs;
  const scores = await detector.score(inputs, { ...(progress && { progress }) });
  const channels =
    input === 'scaled' && oneHot && scores.channels
      ? sumOneHot(oneHot, scores.channels)
      : scores.channels;
  const detection = applyAlarmPolicy(alarmPolicy, {
    frame: prepared.raw,
    scores: { rows: scores.rows, ...(channels && { channels }) },
  });
  const assumed = `${origin} has no times: its rows count as ${formatDuration(period ?? 0)} apart, as in training.`;
  return {
    frame: prepared.raw,
    detection,
    notes: [...(note === undefined ? [] : [note]), ...(read === given ? [] : [assumed])],
  };
}

/** Numbered rows at the interval of training, where that is known. */
function withTimes(frame: TimeSeriesFrame, period: number | undefined): TimeSeriesFrame {
  if (frame.clock !== 'rows' || period === undefined) return frame;
  const timestamps = frame.timestamps.map((row) => row * period);
  return createFrame({ ...frame, timestamps, clock: 'elapsed' });
}

/** Time, score, threshold and whether the score is above it, for each row; what is not known is empty. */
export function scoredRowsCsv({ frame, detection }: ScoredCsv): string {
  const { score, limits, exceeds } = detection;
  const lines = Array.from({ length: frameLength(frame) }, (_, t) => {
    const known = !Number.isNaN(score[t]);
    const time = timeText(frame, t);
    return [time, known ? score[t] : '', limits[t], known ? exceeds[t] : ''].join(',');
  });
  return ['time,score,threshold,anomaly_predicted', ...lines, ''].join('\n');
}

/** The time of a row: UTC, seconds since the first row, or its number. */
export function timeText({ clock, timestamps }: TimeSeriesFrame, t: number): string {
  if (clock === 'utc') return formatTime(timestamps[t]);
  return String(clock === 'elapsed' ? timestamps[t] / 1000 : timestamps[t]);
}
