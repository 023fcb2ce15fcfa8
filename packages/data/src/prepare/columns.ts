/** Decides what each column of a raw table is: time, label, a channel, or nothing to keep. */
import { DataError } from '@anodec/core';
import { SWAT_CHANNELS } from '../swat/tags.js';
import type { ColumnKind, TableChunk, TableReader } from '@anodec/tables';
import type { PrepareConfig } from './config.js';
import type { RepairLog } from '../repair-log.js';
import { findTimeColumn, type TimeColumn } from './find-time.js';
import { refuseColumn } from './text-column.js';

/** A column and where its cells lie in a chunk. */
export interface PlacedColumn {
  /** Without the blanks around it. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Among the columns of numbers and times, or among those of texts. */
  readonly place: number;
}

/** The columns of a table by what they are. */
export interface ColumnRoles {
  readonly time?: TimeColumn;
  readonly label?: PlacedColumn;
  /** (C) of kind number. */
  readonly channels: readonly PlacedColumn[];
}

/** Names of a column of labels, the likelier first. */
export const LABEL_NAMES = ['normal/attack', 'label', 'labels', 'attack', 'anomaly', 'is_anomaly'];

type Source = Pick<TableReader, 'source' | 'columns'>;

/**
 * @param first the first rows, which show the column of times where no name does
 * @throws DataError when a named column is not there, a tag of SWaT is missing, or a column that is
 *   left over holds no numbers
 */
export function assignColumns(
  table: Source,
  config: PrepareConfig,
  log: RepairLog,
  first?: TableChunk,
): ColumnRoles {
  const columns = placeColumns(table, log);
  const time = findTimeColumn(table.source, columns, config.timeColumn, first);
  const isTime = ({ name }: PlacedColumn) => name === time?.name || name === time?.timeOfDay?.name;
  const label = findColumn(table, columns, config.labelColumn, LABEL_NAMES, '--label-column');
  const rest = columns.filter((column) => !isTime(column) && column !== label);
  const kept = rest.filter(({ name }) => !config.exclude.includes(name));
  for (const { name } of rest) {
    if (!kept.some((column) => column.name === name)) {
      log.add('column-left-out', `${name} in ${table.source}`);
    }
  }
  const channels = isSwat(columns, config)
    ? pickSwatChannels(table, kept, config.exclude, log)
    : kept;
  for (const channel of channels) {
    if (channel.kind !== 'number') throw refuseColumn(table.source, channel, first);
  }
  if (channels.length === 0) {
    throw new DataError(`${table.source} must have a column of readings, got none.`);
  }
  return { ...(time && { time }), ...(label && { label }), channels };
}

function placeColumns({ source, columns }: Source, log: RepairLog): PlacedColumn[] {
  const counts = { texts: 0, numbers: 0 };
  const placed = columns.map(({ name: raw, kind }) => {
    const name = raw.trim();
    if (name !== raw) log.add('header-trimmed', `"${raw}" in ${source}`);
    return { name, kind, place: kind === 'text' ? counts.texts++ : counts.numbers++ };
  });
  const twice = placed.find(({ name }, k) => placed.findIndex((c) => c.name === name) !== k);
  if (twice === undefined) return placed;
  throw new DataError(
    `Column names must be distinct in ${source}, got "${twice.name}" twice. Rename one of them.`,
  );
}

function findColumn(
  { source }: Source,
  columns: readonly PlacedColumn[],
  wanted: string,
  usual: readonly string[],
  flag: string,
): PlacedColumn | undefined {
  if (wanted === 'none') return undefined;
  if (wanted === 'auto') {
    const rank = ({ name }: PlacedColumn) => usual.indexOf(plainName(name));
    return columns.filter((c) => rank(c) >= 0).sort((a, b) => rank(a) - rank(b))[0];
  }
  const found = columns.find(({ name }) => name === wanted.trim());
  if (found) return found;
  const names = columns.map(({ name }) => name).join(', ');
  throw new DataError(
    `The column "${wanted}" must be in ${source}, which has ${names}. Give another ${flag}.`,
  );
}

/** A name of a column as `LABEL_NAMES` spells its own. */
export function plainName(name: string): string {
  return name.replace(/\s/g, '').toLowerCase();
}

/** Whether the columns are to be the tags of SWaT. */
export function isSwat(
  columns: readonly { readonly name: string }[],
  { layout }: Pick<PrepareConfig, 'layout'>,
): boolean {
  if (layout !== 'auto') return layout === 'swat';
  const found = columns.filter(({ name }) => SWAT_CHANNELS.includes(name.trim())).length;
  return found > SWAT_CHANNELS.length / 2;
}

/** The tags in their fixed order; other columns are left out. */
function pickSwatChannels(
  { source }: Source,
  columns: readonly PlacedColumn[],
  excluded: readonly string[],
  log: RepairLog,
): PlacedColumn[] {
  const wanted = SWAT_CHANNELS.filter((name) => !excluded.includes(name));
  const byName = new Map(columns.map((column) => [column.name, column]));
  const missing = wanted.filter((name) => !byName.has(name));
  if (missing.length > 0) {
    throw new DataError(
      `A SWaT recording must have a column for each of its 51 tags, but ${source} has none for ` +
        `${missing.join(', ')}. Leave them out with --exclude, or take it as --layout table.`,
    );
  }
  for (const { name } of columns) {
    if (!wanted.includes(name)) log.add('column-left-out', `${name} in ${source}, no tag of SWaT`);
  }
  return wanted.flatMap((name) => byName.get(name) ?? []);
}
