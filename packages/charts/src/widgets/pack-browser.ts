/** Packs a recording for the reader to look through, and windows beside their reconstructions. */
import { channelValues, DAY, formatDuration, type TimeSeriesFrame } from '@anodec/core';
import type { TimeSpan } from '../series.js';
import type { BrowserContent, SamplesContent } from './content.js';
import { packLevels } from './pack-levels.js';
import { packTimes } from './pack.js';

/** Averaging intervals that are offered, beside the interval of the rows. */
const INTERVALS = [60_000, 300_000, 900_000, 3_600_000];

/** What is shown first, and what is drawn over it. */
export interface BrowserOptions {
  /** Channels of the panels, from above; default: the first four. */
  readonly channels?: readonly string[];
  readonly attacks?: readonly TimeSpan[];
}

/**
 * Packs all channels of a frame, a byte for each reading.
 *
 * @param frame evenly spaced rows; some ten thousand of them, else the page becomes large
 */
export function packBrowser(
  frame: TimeSeriesFrame,
  { channels = frame.channels.slice(0, 4), attacks = [] }: BrowserOptions = {},
): BrowserContent {
  const { clock, timestamps } = frame;
  const period = timestamps.length > 1 ? timestamps[1] - timestamps[0] : 1;
  const longer = clock === 'rows' ? [] : INTERVALS.filter((interval) => interval > period);
  return {
    widget: 'browser',
    ...packTimes(clock, timestamps),
    channels: frame.channels.map((name, c) => packLevels(name, channelValues(frame, c))),
    chosen: channels,
    days: clock === 'utc' ? daysOf(timestamps) : [],
    intervals: [
      { name: clock === 'rows' ? 'every row' : `every ${formatDuration(period)}`, rows: 1 },
      ...longer.map((interval) => ({
        name: `mean of ${formatDuration(interval)}`,
        rows: Math.round(interval / period),
      })),
    ],
    attacks: attacks.map(({ start, end, name }) => ({ start, end, ...(name && { name }) })),
    alarms: [],
  };
}

/** The days on which there are rows. */
function daysOf(timestamps: Float64Array): Required<TimeSpan>[] {
  const days: Required<TimeSpan>[] = [];
  for (const time of timestamps) {
    const start = Math.floor(time / DAY) * DAY;
    if (days.at(-1)?.start === start) continue;
    days.push({ name: new Date(start).toISOString().slice(0, 10), start, end: start + DAY });
  }
  return days;
}

/** Windows beside their reconstructions. */
export interface WindowPairs {
  readonly channels: readonly string[];
  /** N */
  readonly samples: number;
  /** W */
  readonly rows: number;
  /** (N, W, C) */
  readonly recorded: Float32Array;
  /** (N, W, C) */
  readonly reconstructed: Float32Array;
  /** The channel that is shown first; default: the first one. */
  readonly chosen?: string;
}

/** Packs windows and their reconstructions, two bytes for each reading. */
export function packSamples(pairs: WindowPairs): SamplesContent {
  const { channels, samples, rows, recorded, reconstructed, chosen = channels[0] } = pairs;
  const C = channels.length;
  const column = (values: Float32Array, c: number): Float32Array =>
    Float32Array.from({ length: samples * rows }, (_, i) => values[i * C + c]);
  return {
    widget: 'samples',
    samples,
    rows,
    channels: channels.map((name, c) =>
      packLevels(name, column(recorded, c), column(reconstructed, c)),
    ),
    chosen,
  };
}
