/** Charts under a cell in which the reader chooses signals, days, intervals and samples, without a kernel. */
import {
  htmlWidget,
  packBrowser,
  packSamples,
  renderPng,
  renderSvg,
  signalComparison,
  stackedSignals,
  type TimeSpan,
  type WindowPairs,
} from '@anodec/charts';
import {
  ConfigError,
  channelValues,
  frameLength,
  framePeriod,
  parseDuration,
  type TimeSeriesFrame,
} from '@anodec/core';
import { resampleFrame } from '@anodec/preprocess';
import { showHtml } from './show.js';
import { pngAddress } from './still.js';

/** Channels of SWaT that the original program shows first. */
const SWAT_FIRST = ['AIT503', 'AIT203', 'FIT501', 'LIT401'];

/** Options of `browseSignals`. */
export interface BrowseOptions {
  readonly title?: string;
  /** Channels of the panels at first; default: four of SWaT where the frame has them, else the first four. */
  readonly channels?: readonly string[];
  /** Averaging interval of the rows that go into the page; default: 60s, or the interval of finer rows. */
  readonly interval?: string;
  readonly attacks?: readonly TimeSpan[];
}

/**
 * Shows channels of a frame one above the other; the reader chooses them, a day and an averaging
 * interval, and zooms.
 *
 * @throws ConfigError when the frame has no channel of a name
 */
export async function browseSignals(
  frame: TimeSeriesFrame,
  options: BrowseOptions = {},
): Promise<void> {
  const { interval = '60s', attacks = [], title = 'Signals' } = options;
  const channels = options.channels ?? firstChannels(frame.channels);
  const columns = channels.map((name) => columnNamed(frame, name));
  const coarse = averaged(frame, interval);
  const { clock, timestamps } = coarse;
  const signals = columns.map((c, i) => ({ name: channels[i], values: channelValues(coarse, c) }));
  const spec = stackedSignals({ clock, timestamps, signals, attacks, title });
  const still = pngAddress(await renderPng(await renderSvg(spec), 1));
  const widget = htmlWidget(title, packBrowser(coarse, { channels, attacks }), still);
  showHtml(widget, `[${title}: ${channels.join(', ')}]`);
}

/** Options of `browseWindows`. */
export interface BrowseWindowsOptions extends WindowPairs {
  readonly title?: string;
}

/** Shows windows beside their reconstructions; the reader chooses signal and sample. */
export async function browseWindows(pairs: BrowseWindowsOptions): Promise<void> {
  const { title = 'Recorded and reconstructed', channels, rows } = pairs;
  const { chosen = firstChannels(channels)[0] } = pairs;
  const c = channels.indexOf(chosen);
  if (c < 0) throw new ConfigError(missingChannel(chosen, channels));
  const column = (values: Float32Array) =>
    Float32Array.from({ length: rows }, (_, w) => values[w * channels.length + c]);
  const spec = signalComparison({
    clock: 'rows',
    timestamps: Float64Array.from({ length: rows }, (_, w) => w),
    signals: [
      { name: chosen, recorded: column(pairs.recorded), expected: column(pairs.reconstructed) },
    ],
    attacks: [],
    alarms: [],
    title,
  });
  const still = pngAddress(await renderPng(await renderSvg(spec), 1));
  showHtml(htmlWidget(title, packSamples({ ...pairs, chosen }), still), `[${title}: ${chosen}]`);
}

/** The channels that a chart shows first. */
function firstChannels(channels: readonly string[]): readonly string[] {
  const swat = SWAT_FIRST.filter((name) => channels.includes(name));
  return swat.length === SWAT_FIRST.length ? swat : channels.slice(0, 4);
}

function columnNamed({ channels }: TimeSeriesFrame, name: string): number {
  const c = channels.indexOf(name);
  if (c >= 0) return c;
  throw new ConfigError(missingChannel(name, channels));
}

function missingChannel(name: string, channels: readonly string[]): string {
  return `A channel must be one of ${channels.join(', ')}, got ${name}.`;
}

function averaged(frame: TimeSeriesFrame, interval: string): TimeSeriesFrame {
  if (frame.clock === 'rows' || frameLength(frame) < 2) return frame;
  const wanted = parseDuration(interval);
  return framePeriod(frame) >= wanted ? frame : resampleFrame(frame, wanted);
}
