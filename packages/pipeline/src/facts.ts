/** What a report says about its data and its making. */
import { DAY, formatDuration, frameLength, framePeriod, type TimeSeriesFrame } from '@anodec/core';
import type { Fact } from '@anodec/eval';
import {
  countRows,
  type MissingCounts,
  type NormalSides,
  type PreparedFrame,
} from '@anodec/preprocess';
import { readComputed } from './computing.js';
import type { TrainedRun, TrainSettings } from './trained-run.js';

/** What there is to tell of the data. */
export interface DataParts {
  readonly normal: NormalSides<TimeSeriesFrame>;
  readonly recording: PreparedFrame;
  readonly settings: TrainSettings;
  /** Of normal operation, of the judged recording. */
  readonly missing: readonly { readonly missing: MissingCounts }[];
}

/** Rows, period, split, missing readings, and which channels were brought back. */
export function dataFacts(parts: DataParts): Fact[] {
  const { normal, missing } = parts;
  const { raw, drifts } = parts.recording;
  const { place, recording } = parts.settings;
  const rows = countRows(normal);
  const names = drifts.map(
    ({ channel, rows: moved, largest }) =>
      `${channel} (${moved.toLocaleString('en')} rows, at most ${Math.abs(largest).toFixed(1)} deviations)`,
  );
  return [
    { name: 'Data set', value: place.dataset },
    { name: 'Channels', value: String(raw.channels.length) },
    { name: 'Distance of rows', value: describePeriod(raw) },
    {
      name: 'Normal rows',
      value:
        `${rows.training.toLocaleString('en')} trained on, the last ` +
        `${rows.validation.toLocaleString('en')} held out for early stopping and the threshold`,
    },
    {
      name: 'Judged rows',
      value: `${frameLength(raw).toLocaleString('en')}${describeSpan(raw)}; scaler, windows, network and threshold saw none of them`,
    },
    {
      name: 'Scaling',
      value: `${recording.scaler.kind}, learned on training rows, clipped at ${recording.clip}`,
    },
    ...describeMissing(missing, recording.missing.kind),
    ...(names.length > 0
      ? [{ name: 'Channels brought back to their level', value: names.join(', ') }]
      : []),
  ];
}

function describeMissing(
  parts: DataParts['missing'],
  rule: TrainSettings['recording']['missing']['kind'],
): Fact[] {
  const counts = parts.map(({ missing }) => missing);
  const [normal, judged] = counts.map(({ missing }) => missing.toLocaleString('en'));
  if (counts.every(({ missing }) => missing === 0)) return [];
  const sum = (name: keyof MissingCounts): string =>
    counts.reduce((total, one) => total + one[name], 0).toLocaleString('en');
  const done =
    rule === 'drop'
      ? `${sum('dropped')} rows left out`
      : `${sum('filled')} filled, the rest masked`;
  const value = `${normal} in normal rows, ${judged} in judged rows; --missing ${rule}: ${done}`;
  return [{ name: 'Missing readings', value }];
}

function describePeriod(frame: TimeSeriesFrame): string {
  return frame.clock === 'rows'
    ? 'unknown: rows are only numbered'
    : formatDuration(framePeriod(frame));
}

function describeSpan(frame: TimeSeriesFrame): string {
  if (frame.clock === 'rows' || frameLength(frame) < 2) return '';
  const days = (frameLength(frame) * framePeriod(frame)) / DAY;
  return ` (${days.toFixed(1)} days)`;
}

/** Seed, size, epochs, and what it ran on. */
export async function runFacts({ run, settings }: TrainedRun): Promise<Fact[]> {
  const metrics = await run.readMetrics();
  const computed = await readComputed(run);
  const { seed, backend } = settings.model;
  const seconds = metrics.reduce((sum, row) => sum + (row.seconds ?? 0), 0);
  return [
    { name: 'Seed', value: String(seed) },
    { name: 'Epochs', value: String(metrics.length) },
    { name: 'Training time', value: formatDuration(seconds * 1000) },
    { name: 'Backend', value: computed ? `${computed.name}, ${computed.reason}` : backend },
    { name: 'Node', value: process.version },
  ];
}
