/** The profile of a table: all statistics that a page about it shows. */
import { checkStopped, type Progress, silentProgress } from '@anodec/core';
import { type ChannelReport, describeChannel, sortReadings } from '../inspect/channel.js';
import type { Column, ColumnTable } from '../inspect/columns.js';
import { asDate, describeLabels } from '../inspect/inspect.js';
import { describeTimes } from '../inspect/time-line.js';
import { correlate } from './correlations.js';
import { trendOf } from './trend.js';
import { chartHistogram, quantileOfSorted, stateHistogram } from './histogram.js';
import { createRepeatFinder } from './repeated-rows.js';
import type { ChannelProfile, CorrelationMatrix, TableProfile } from './types.js';
import { findWarnings } from './warnings.js';

/** The quantiles that a profile has. */
export const PROFILE_QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** Progress listener and abort signal. */
export interface ProfileOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Profiles a table, one channel after the other. */
export function profileColumns(
  table: ColumnTable,
  { signal, progress = silentProgress }: ProfileOptions = {},
): TableProfile {
  const { source, rows, labels, texts } = table;
  const repeats = createRepeatFinder(table);
  progress.begin(`Profiling ${source}`, table.channels.length, 'channels');
  const channels = table.channels.map((name, c) => {
    checkStopped(signal, `profiling ${source}`);
    const values = table.column(c);
    repeats.add(values);
    progress.update(c + 1, name);
    return asDate(table, profileChannel(name, values));
  });
  progress.end();
  const correlations = correlateChannels(table, channels, { signal, progress });
  const report = {
    source,
    rows,
    time: describeTimes(table.times, table.clock),
    ...(labels && { labels: describeLabels(labels) }),
    channels,
    texts,
    repeats: repeats.report(),
    correlations,
  };
  return { ...report, warnings: findWarnings(report) };
}

/** Of the channels that move; none where there is nothing to compare. */
function correlateChannels(
  table: ColumnTable,
  channels: readonly ChannelReport[],
  { signal, progress = silentProgress }: ProfileOptions,
): CorrelationMatrix {
  const moving = channels
    .map((channel, c) => ({ ...channel, c }))
    .filter(({ kind }) => kind !== 'empty' && kind !== 'constant' && kind !== 'date');
  progress.begin('Correlating channels', table.rows, 'rows');
  const columns = moving.map(({ c, mean, deviation, readings }) => ({
    mean,
    deviation,
    complete: readings === table.rows,
    read: (start: number, out: Float64Array) => table.read(c, start, out),
  }));
  const onRows = (done: number) => progress.update(done);
  const values = correlate(columns, table.rows, { signal, onRows });
  progress.end();
  return { names: moving.map(({ name }) => name), values };
}

function profileChannel(name: string, values: Column): ChannelProfile {
  const readings = sortReadings(values);
  const report = describeChannel(name, values, readings);
  const { sorted } = readings;
  if (sorted.length === 0) return report;
  return {
    ...report,
    quantiles: PROFILE_QUANTILES.map((q) => quantileOfSorted(sorted, q)),
    histogram: report.states
      ? stateHistogram(sorted, report.states)
      : chartHistogram(sorted, report.distinct),
    trend: trendOf(values),
  };
}
