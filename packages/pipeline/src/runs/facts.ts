/** Facts of a report about its data and how the run was made. */
import {
  DAY,
  formatCount,
  countOf,
  formatDuration,
  frameLength,
  framePeriod,
  type TimeSeriesFrame,
} from '@anodec/core';
import { countRows, type NormalSides, type PreparedFrame } from '@anodec/preprocess';
import type { Fact } from '@anodec/report';
import { drawsFromAll } from '../data/normal-data.js';
import type { StoredRecordings } from '../data/recordings.js';
import { readComputed } from '../detectors/computing.js';
import type { TrainSettings } from '../settings/settings.js';
import {
  codeCommit,
  codeVersion,
  describeMachine,
  type Provenance,
  readProvenance,
} from './provenance.js';
import type { TrainedRun } from './trained-run.js';
import { describeUnfinished } from './unfinished-training.js';

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
      value: describeNormalRows(rows, drawsFromAll(settings)),
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

function describeNormalRows(
  { training, validation }: { training: number; validation: number },
  drawn: boolean,
): string {
  if (drawn)
    return `${formatCount(training + validation)}, windows drawn from all of them to train on and to validate`;
  return `${formatCount(training)} trained on, ${formatCount(validation)} held out for early stopping and the threshold`;
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
    `${countOf(rowsBefore, 'row')} every ${formatDuration(from)} to ` +
    `${countOf(rowsAfter, 'row')} every ${formatDuration(to)}`;
  return [{ name: 'Averaged', value }];
}

function describeMissing(normal: StoredRecordings, tests: StoredRecordings, rule: string): Fact[] {
  const sets = [normal.missing, tests.missing];
  const sum = (name: 'filled' | 'dropped' | 'inserted'): number =>
    sets.reduce((total, one) => total + one[name], 0);
  if (sets.every(({ missing }) => missing === 0) && sum('inserted') === 0) return [];
  const done =
    rule === 'drop'
      ? `${countOf(sum('dropped'), 'row')} left out`
      : `${formatCount(sum('filled'))} filled`;
  const inserted =
    sum('inserted') > 0 ? `, ${formatCount(sum('inserted'))} absent rows inserted` : '';
  const value =
    `${formatCount(normal.missing.missing)} in normal rows, ${formatCount(tests.missing.missing)} in test rows; ` +
    `rule ${rule}: ${done}${inserted}`;
  return [{ name: 'Missing readings', value }];
}

function describeDrift(prepared: readonly PreparedFrame[]): Fact[] {
  const drifts = prepared.flatMap(({ drifts: all }) => all);
  if (drifts.length === 0) return [];
  const names = drifts.map(
    ({ channel, rows, largest }) =>
      `${channel} (${countOf(rows, 'row')}, at most ${Math.abs(largest).toFixed(1)} deviations)`,
  );
  return [{ name: 'Re-centred channels', value: names.join(', ') }];
}

function describeInterval(frame: TimeSeriesFrame): string {
  return frame.clock === 'rows'
    ? 'unknown: rows are only numbered'
    : formatDuration(framePeriod(frame));
}

function describeRows(frame: TimeSeriesFrame): string {
  const rows = formatCount(frameLength(frame));
  if (frame.clock === 'rows' || frameLength(frame) < 2) return rows;
  const days = (frameLength(frame) * framePeriod(frame)) / DAY;
  return `${rows} (${days.toFixed(1)} days)`;
}

/** Seed, epochs, time, and the backend that computed. */
export async function runFacts({ run, settings, detectors }: TrainedRun): Promise<Fact[]> {
  const metrics = await run.readMetrics().catch(() => []);
  const computed = await readComputed(run);
  const made = await readProvenance(run);
  const { seed } = settings.detector;
  const seconds = metrics.reduce((sum, row) => sum + (row.seconds ?? 0), 0);
  const unfinished = await describeUnfinished(run);
  return [
    { name: 'Detector', value: detectors[0]?.title ?? settings.detector.kind },
    ...(unfinished ? [{ name: 'Training', value: unfinished }] : []),
    ...(typeof seed === 'number' ? [{ name: 'Seed', value: String(seed) }] : []),
    ...(metrics.length > 0
      ? [
          { name: 'Epochs', value: String(metrics.length) },
          { name: 'Training time', value: formatDuration(seconds * 1000) },
        ]
      : []),
    ...(computed ? [{ name: 'Backend', value: `${computed.name}, ${computed.reason}` }] : []),
    ...(made ? describeMaking(made) : []),
    { name: made ? 'Evaluated with' : 'Node', value: evaluatedWith() },
  ];
}

/** The command, the code and the machine that trained. */
function describeMaking({ command, version, commit, node, machine }: Provenance): Fact[] {
  const code = commit === undefined ? version : `${version}, commit ${commit}`;
  return [
    ...(command === undefined ? [] : [{ name: 'Command', value: command }]),
    { name: 'Code', value: `anodec ${code}` },
    { name: 'Environment', value: `Node ${node}, ${describeMachine(machine)}` },
  ];
}

function evaluatedWith(): string {
  const commit = codeCommit();
  const code = commit === undefined ? codeVersion() : `${codeVersion()}, commit ${commit}`;
  return `anodec ${code}, Node ${process.version}`;
}
