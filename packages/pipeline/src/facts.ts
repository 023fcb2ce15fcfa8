/** Facts of a report about its data and how the run was made. */
import { DAY, formatDuration, frameLength, framePeriod, type TimeSeriesFrame } from '@anodec/core';
import type { Fact } from '@anodec/eval';
import { countRows, type NormalSides, type PreparedFrame } from '@anodec/preprocess';
import { readComputed } from './computing.js';
import type { StoredRecordings } from './recordings.js';
import type { TrainSettings } from './settings.js';
import type { TrainedRun } from './trained-run.js';

/** The data that facts are about. */
export interface DataParts {
  readonly normal: StoredRecordings;
  readonly tests: StoredRecordings;
  readonly sides: NormalSides<TimeSeriesFrame>;
  readonly prepared: readonly PreparedFrame[];
  readonly settings: TrainSettings;
}

/** Files, rows, interval, split, missing readings, and which channels were re-centred. */
export function dataFacts({ normal, tests, sides, prepared, settings }: DataParts): Fact[] {
  const { paths, preprocess } = settings;
  const [{ raw }] = prepared;
  const rows = countRows(sides);
  return [
    { name: 'Data set', value: paths.dataset },
    { name: 'Normal recordings', value: sourcesOf(normal) },
    { name: 'Test recordings', value: sourcesOf(tests) },
    { name: 'Channels', value: String(raw.channels.length) },
    { name: 'Interval', value: describeInterval(raw) },
    ...describeAveraging(tests),
    {
      name: 'Normal rows',
      value:
        `${rows.training.toLocaleString('en')} trained on, ${rows.validation.toLocaleString('en')} ` +
        'held out for early stopping and the threshold',
    },
    { name: 'Test rows', value: prepared.map(({ raw: frame }) => describeRows(frame)).join('; ') },
    {
      name: 'Scaling',
      value: `${preprocess.scaler.kind}, learned on training rows, ${describeClip(preprocess.clip)}`,
    },
    ...describeMissing(normal, tests, preprocess.missing.kind),
    ...describeDrift(prepared),
  ];
}

function describeClip(clip: number | 'none'): string {
  return clip === 'none' ? 'not clipped' : `clipped at ${clip}`;
}

function sourcesOf({ recorded }: StoredRecordings): string {
  return recorded.map(({ source }) => source).join(', ');
}

/** What averaging to the interval of the settings did, where it did something. */
function describeAveraging({ averaged }: StoredRecordings): Fact[] {
  if (!averaged) return [];
  const { from, to, rowsBefore, rowsAfter } = averaged;
  const value =
    `${rowsBefore.toLocaleString('en')} rows every ${formatDuration(from)} to ` +
    `${rowsAfter.toLocaleString('en')} rows every ${formatDuration(to)}`;
  return [{ name: 'Averaged', value }];
}

function describeMissing(normal: StoredRecordings, tests: StoredRecordings, rule: string): Fact[] {
  const sets = [normal.missing, tests.missing];
  const sum = (name: 'filled' | 'dropped' | 'inserted'): number =>
    sets.reduce((total, one) => total + one[name], 0);
  if (sets.every(({ missing }) => missing === 0) && sum('inserted') === 0) return [];
  const count = (n: number): string => n.toLocaleString('en');
  const done =
    rule === 'drop' ? `${count(sum('dropped'))} rows left out` : `${count(sum('filled'))} filled`;
  const inserted = sum('inserted') > 0 ? `, ${count(sum('inserted'))} absent rows inserted` : '';
  const value =
    `${count(normal.missing.missing)} in normal rows, ${count(tests.missing.missing)} in test rows; ` +
    `rule ${rule}: ${done}${inserted}`;
  return [{ name: 'Missing readings', value }];
}

function describeDrift(prepared: readonly PreparedFrame[]): Fact[] {
  const drifts = prepared.flatMap(({ drifts: all }) => all);
  if (drifts.length === 0) return [];
  const names = drifts.map(
    ({ channel, rows, largest }) =>
      `${channel} (${rows.toLocaleString('en')} rows, at most ${Math.abs(largest).toFixed(1)} deviations)`,
  );
  return [{ name: 'Re-centred channels', value: names.join(', ') }];
}

function describeInterval(frame: TimeSeriesFrame): string {
  return frame.clock === 'rows'
    ? 'unknown: rows are only numbered'
    : formatDuration(framePeriod(frame));
}

function describeRows(frame: TimeSeriesFrame): string {
  const rows = frameLength(frame).toLocaleString('en');
  if (frame.clock === 'rows' || frameLength(frame) < 2) return rows;
  const days = (frameLength(frame) * framePeriod(frame)) / DAY;
  return `${rows} (${days.toFixed(1)} days)`;
}

/** Seed, epochs, time, and the backend that computed. */
export async function runFacts({ run, settings, detectors }: TrainedRun): Promise<Fact[]> {
  const metrics = await run.readMetrics().catch(() => []);
  const computed = await readComputed(run);
  const { seed } = settings.detector;
  const seconds = metrics.reduce((sum, row) => sum + (row.seconds ?? 0), 0);
  return [
    { name: 'Detector', value: detectors[0]?.title ?? settings.detector.kind },
    ...(typeof seed === 'number' ? [{ name: 'Seed', value: String(seed) }] : []),
    ...(metrics.length > 0
      ? [
          { name: 'Epochs', value: String(metrics.length) },
          { name: 'Training time', value: formatDuration(seconds * 1000) },
        ]
      : []),
    ...(computed ? [{ name: 'Backend', value: `${computed.name}, ${computed.reason}` }] : []),
    { name: 'Node', value: process.version },
  ];
}
