/** Statistics of a table before training: times, labels, channels, texts. */
import { checkStopped, flagSegments } from '@anodec/core';
import { attackFlags } from '../attacks/attack-flags.js';
import { type ChannelReport, describeChannel } from './channel.js';
import { columnRole } from './column-role.js';
import { type ColumnTable, type TextColumn } from './columns.js';
import { describeTimes, type TimeLine } from './time-line.js';

/** Rows labelled as attack, and their runs. */
export interface LabelReport {
  readonly rows: number;
  readonly runs: number;
}

/** Statistics of a table. */
export interface TableReport {
  readonly source: string;
  readonly rows: number;
  readonly time: TimeLine;
  /** Absent where there are no labels. */
  readonly labels?: LabelReport;
  readonly channels: readonly ChannelReport[];
  readonly texts: readonly TextColumn[];
  /** Decisions made while reading the table, a sentence each. */
  readonly notes?: readonly string[];
}

/** Abort signal. */
export interface InspectOptions {
  readonly signal?: AbortSignal;
}

/** Statistics of a table as it is. */
export function inspectColumns(table: ColumnTable, { signal }: InspectOptions = {}): TableReport {
  const { source, rows, labels, texts, notes } = table;
  const channels = table.channels.map((name, c) => {
    checkStopped(signal, `inspecting ${source}`);
    return inspectChannel(table, name, c);
  });
  return {
    source,
    rows,
    time: describeTimes(table.times, table.clock),
    ...(labels && { labels: describeLabels(labels) }),
    channels,
    texts,
    ...(notes && { notes }),
  };
}

/** Counts rows labelled as attack and their runs; unknown labels are not counted. */
export function describeLabels(labels: Uint8Array): LabelReport {
  const attacks = attackFlags(labels);
  const rows = attacks.reduce((sum, flag) => sum + flag, 0);
  return { rows, runs: flagSegments(attacks).length };
}

function inspectChannel(table: ColumnTable, name: string, c: number): ChannelReport {
  const values = table.column(c);
  const report = asDate(table, describeChannel(name, values));
  const role = report.kind === 'date' ? undefined : columnRole(name, values);
  return role ? { ...report, role } : report;
}

/** The report of a channel; a channel of date cells is of the kind `date`, whatever its numbers are. */
export function asDate<Report extends ChannelReport>(
  { dates }: Pick<ColumnTable, 'dates'>,
  report: Report,
): Report {
  if (!dates.includes(report.name) || report.kind === 'empty') return report;
  const none = { states: undefined, saturated: undefined, stuck: undefined };
  return { ...report, ...none, kind: 'date', nearlyConstant: false };
}
