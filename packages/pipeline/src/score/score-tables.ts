/** Scores and alarms as tables for columnar files: the columns of the CSV files, with their types. */
import { type Clock, frameLength } from '@anodec/core';
import type { ChannelShare } from '@anodec/eval';
import type { TableColumn, TableReader } from '@anodec/tables';
import { channelScoreName, type ScoreColumns, type ScoredPart, timeName } from './scores-csv.js';

/** Channels of an alarm that have columns, as in its CSV. */
const CHANNELS = 3;

/** A column with the cells of all rows. */
type Column =
  | { readonly column: TableColumn; readonly numbers: ArrayLike<number> }
  | { readonly column: TableColumn; readonly texts: readonly string[] };

/** The rows of scored recordings; see `scoresToCsv` for the columns. Not known is NaN, which is written as null. */
export function scoresTable(
  parts: readonly ScoredPart[],
  { channelScores = false }: ScoreColumns = {},
): TableReader {
  const [{ frame }] = parts;
  const all = (of: (part: ScoredPart) => ArrayLike<number>): number[] =>
    parts.flatMap((part) => Array.from(of(part)));
  const channels = channelScores ? frame.channels : [];
  return tableOf('scores', [
    ...recordingColumn(parts, (part) => frameLength(part.frame)),
    timeColumn(
      timeName(frame.clock),
      frame.clock,
      all((part) => part.frame.timestamps),
    ),
    { column: { ...numeric('score'), stored: 'float32' }, numbers: all((p) => p.detection.score) },
    { column: numeric('p_value'), numbers: all((part) => part.detection.pValues) },
    { column: numeric('threshold'), numbers: all((part) => part.detection.limits) },
    { column: numeric('anomaly_predicted'), numbers: all(flags) },
    { column: numeric('alarm'), numbers: all((part) => part.alarmed) },
    {
      column: { name: 'reason', kind: 'text' },
      texts: parts.flatMap((part) => part.reasons.map((reason) => reason ?? '')),
    },
    ...(parts.every(({ decisions }) => decisions)
      ? [
          {
            column: { name: 'decision', kind: 'text' } as const,
            texts: parts.flatMap(({ decisions = [] }) => decisions.map((said) => said ?? '')),
          },
        ]
      : []),
    ...channels.map((channel, c) => ({
      column: { ...numeric(channelScoreName(channel)), stored: 'float32' } as const,
      numbers: all((part) => channelScoresOf(part, c)),
    })),
  ]);
}

/** The alarms of scored recordings; see `alarmsToCsv` for the columns. */
export function alarmsTable(parts: readonly ScoredPart[]): TableReader {
  const [{ frame }] = parts;
  const { clock } = frame;
  const alarms = parts.flatMap((part) => part.detection.alarms);
  const share = (i: number, of: (share: ChannelShare) => number): number[] =>
    alarms.map(({ channels }) => (i < channels.length ? of(channels[i]) : NaN));
  return tableOf('alarms', [
    ...recordingColumn(parts, (part) => part.detection.alarms.length),
    { column: numeric('alarm'), numbers: alarms.map((_, i) => i + 1) },
    timeColumn(
      'start',
      clock,
      alarms.map((alarm) => alarm.start),
    ),
    timeColumn(
      'end',
      clock,
      alarms.map((alarm) => alarm.end),
    ),
    {
      column: numeric('duration'),
      numbers: alarms.map(({ lasts }) => (clock === 'rows' ? lasts : lasts / 1000)),
    },
    { column: numeric('peak'), numbers: alarms.map(({ peak }) => peak.value) },
    timeColumn(
      'peak_time',
      clock,
      alarms.map(({ peak }) => peak.time),
    ),
    { column: numeric('mean'), numbers: alarms.map((alarm) => alarm.mean) },
    ...Array.from({ length: CHANNELS }, (_, i): Column[] => [
      {
        column: { name: `channel_${i + 1}`, kind: 'text' },
        texts: alarms.map(({ channels }) => channels.at(i)?.channel ?? ''),
      },
      { column: numeric(`share_${i + 1}`), numbers: share(i, (one) => one.share) },
    ]).flat(),
  ]);
}

function numeric(name: string): TableColumn {
  return { name, kind: 'number' };
}

/** The predicted flag, NaN where a row has no score. */
function flags({ detection: { score, exceeds } }: ScoredPart): number[] {
  return Array.from(score, (value, t) => (Number.isNaN(value) ? NaN : exceeds[t]));
}

function channelScoresOf({ frame, detection: { channelScores } }: ScoredPart, c: number): number[] {
  const C = frame.channels.length;
  return Array.from({ length: frameLength(frame) }, (_, t) => channelScores?.[t * C + c] ?? NaN);
}

/** The name of the recording in each of its rows, where there are several. */
function recordingColumn(
  parts: readonly ScoredPart[],
  rows: (part: ScoredPart) => number,
): Column[] {
  if (parts.length === 1) return [];
  const texts = parts.flatMap((part) => Array.from({ length: rows(part) }, () => part.name));
  return [{ column: { name: 'recording', kind: 'text' }, texts }];
}

/** Times as dates where they are, as seconds since the recording began or row numbers elsewhere. */
function timeColumn(name: string, clock: Clock, times: readonly number[]): Column {
  if (clock === 'utc') return { column: { name, kind: 'time' }, numbers: times };
  const numbers = clock === 'elapsed' ? times.map((time) => time / 1000) : times;
  return { column: numeric(name), numbers };
}

/** A table of columns in memory, read as one chunk. */
function tableOf(source: string, columns: readonly Column[]): TableReader {
  const numbers = columns.flatMap((column) => ('numbers' in column ? [column.numbers] : []));
  const texts = columns.flatMap((column) => ('texts' in column ? [column.texts] : []));
  const [first] = columns;
  const rows = 'numbers' in first ? first.numbers.length : first.texts.length;
  const K = numbers.length;
  async function* chunks() {
    const cells = Float64Array.from(
      { length: rows * K },
      (_, i) => numbers[i % K][Math.floor(i / K)],
    );
    yield { firstRow: 1, rows, numbers: cells, texts };
  }
  return { source, columns: columns.map(({ column }) => column), chunks, close: async () => {} };
}
