/**
 * Exclusion of the start-up of a plant from normal operation: filling tanks and settling membranes
 * would otherwise be learned as normal.
 */
import {
  ConfigError,
  DataError,
  countOf,
  frameLength,
  parseDuration,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import type { PrepareConfig } from './config.js';
import type { RepairLog } from '../repair-log.js';

/** From empty tanks, levels, pressures and chemistry of the plant settle within 5 to 6 hours. */
const SWAT_STARTUP = '6h';

/** A recording of normal operation. */
export interface NormalRecording {
  readonly source: string;
  /** Whether its columns are those of SWaT. */
  readonly swat: boolean;
  readonly frame: TimeSeriesFrame;
  readonly log: RepairLog;
}

/**
 * Excludes the beginning that the settings give; `auto` is six hours of a SWaT recording that is
 * longer than twice that, and nothing of other tables.
 *
 * @throws ConfigError when there are no times; DataError when nothing would be left
 */
export function dropStartup(
  recording: NormalRecording,
  { startup }: PrepareConfig,
): TimeSeriesFrame {
  if (startup === 'none') return recording.frame;
  if (startup !== 'auto') return dropFirst(recording, startup);
  if (!recording.swat) return recording.frame;
  if (isLong(recording.frame)) return dropFirst(recording, SWAT_STARTUP);
  recording.log.add('startup-kept', `${SWAT_STARTUP} of ${recording.source}`);
  return recording.frame;
}

function isLong({ clock, timestamps }: TimeSeriesFrame): boolean {
  if (clock === 'rows') return false;
  return timestamps[timestamps.length - 1] - timestamps[0] > 2 * parseDuration(SWAT_STARTUP);
}

function dropFirst({ source, frame, log }: NormalRecording, startup: string): TimeSeriesFrame {
  const limit = parseDuration(startup);
  if (frame.clock === 'rows') {
    throw new ConfigError(
      `A start-up must be given only for tables with times, got ${source} without. Give the time ` +
        'between its rows with `period`.',
    );
  }
  const end = frameLength(frame);
  const start = frame.timestamps.findIndex((time) => time >= frame.timestamps[0] + limit);
  if (start < 0) {
    throw new DataError(
      `${source} must be longer than its start-up of ${startup}, got ${countOf(end, 'row')} within it.`,
    );
  }
  if (start > 0) log.add('row-startup', `the first ${startup} of ${source}`, start);
  return sliceFrame(frame, { start, end });
}
