/** Roles of the columns of a raw table: time, label, channel, or excluded. */
import { DataError } from '@anodec/core';
import type { ColumnKind, TableChunk, TableReader } from '@anodec/tables';
import type { RepairLog } from '../repair-log.js';
import { SWAT_CHANNELS } from '../swat/tags.js';
import { LABEL_NAMES, plainName } from './column-names.js';
import type { PrepareConfig } from './config.js';
import type { ColumnDecision } from './decide-columns.js';
import { findTimeColumn, type TimeColumn } from './find-time.js';
import { refuseColumn } from './text-column.js';

/** A column and where its cells lie in a chunk. */
export interface PlacedColumn {
  /** Without the blanks around it. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Among the columns of numbers and times, or among those of texts. */
  readonly place: number;
  /** What the numbers stand for, where the file says so. */
  readonly legend?: string;
}

/** The columns of a table by role. */
export interface ColumnRoles {
  readonly time?: TimeColumn;
  readonly label?: PlacedColumn;
  /** (C) of kind number. */
  readonly channels: readonly PlacedColumn[];
}

/** Further knowledge about a table. */
export interface ColumnContext {
  /** What was decided over all tables; without it, columns are found by their names alone. */
  readonly decision?: ColumnDecision;
  /** Whether the table is of normal operation, where labels may be absent. Default false. */
  readonly normal?: boolean;
  /** Whether its labels come from a file of their own. Default false. */
  readonly labelled?: boolean;
}

type Source = Pick<TableReader, 'source' | 'columns'>;

/**
 * Gives each column its role.
 *
 * @param first the first rows, from which a column of times without a usual name is recognised
 * @throws DataError when a named column is missing, a tag of SWaT is missing, or columns that are
 *   left over hold no numbers
 */
export function assignColumns(
  table: Source,
  config: PrepareConfig,
  log: RepairLog,
  context: ColumnContext = {},
  first?: TableChunk,
): ColumnRoles {
  const columns = placeColumns(table, log);
  const time = timeIn(table, columns, config, context, first);
  const label = context.labelled ? undefined : labelIn(table, columns, config, context);
  const isTime = ({ name }: PlacedColumn) => name === time?.name || name === time?.timeOfDay?.name;
  const rest = columns.filter((column) => !isTime(column) && column !== label);
  const kept = leaveOut(table, rest, config, log, context);
  const channels = isSwat(columns, config)
    ? pickSwatChannels(table, kept, config.exclude, log)
    : kept;
  checkNumeric(table, channels, first);
  if (channels.length === 0) {
    throw new DataError(`${table.source} must have a column of readings, got none.`);
  }
  return { ...(time && { time }), ...(label && { label }), channels };
}

/** Columns without the blanks around their names, each with its place in a chunk. */
function placeColumns({ source, columns }: Source, log: RepairLog): PlacedColumn[] {
  const counts = { texts: 0, numbers: 0 };
  const placed = columns.map(({ name: raw, kind, legend }) => {
    const name = raw.trim();
    if (name !== raw) log.add('header-trimmed', `"${raw}" in ${source}`);
    const place = kind === 'text' ? counts.texts++ : counts.numbers++;
    return { name, kind, place, ...(legend !== undefined && { legend }) };
  });
  const twice = placed.find(({ name }, k) => placed.findIndex((c) => c.name === name) !== k);
  if (twice === undefined) return placed;
  throw new DataError(
    `Column names must be distinct in ${source}, got "${twice.name}" twice. Rename one of them.`,
  );
}

function timeIn(
  table: Source,
  columns: readonly PlacedColumn[],
  { timeColumn }: PrepareConfig,
  { decision }: ColumnContext,
  first: TableChunk | undefined,
): TimeColumn | undefined {
  const found = findTimeColumn(table.source, columns, timeColumn, first);
  if (found || timeColumn !== 'auto') return found;
  return columns.find(({ name }) => name === decision?.time);
}

/** A label column that was named must be in test recordings; normal ones without it are normal. */
function labelIn(
  table: Source,
  columns: readonly PlacedColumn[],
  { labelColumn }: PrepareConfig,
  { decision, normal = false }: ColumnContext,
): PlacedColumn | undefined {
  if (decision && labelColumn === 'auto') {
    return columns.find(({ name }) => name === decision.label);
  }
  const absent = !columns.some(({ name }) => name === labelColumn.trim());
  if (normal && absent && labelColumn !== 'auto') return undefined;
  return findColumn(table, columns, labelColumn, LABEL_NAMES, 'labelColumn');
}

/** The columns that stay after exclusions by settings and by role. */
function leaveOut(
  { source }: Source,
  columns: readonly PlacedColumn[],
  { exclude, group }: PrepareConfig,
  log: RepairLog,
  { decision }: ColumnContext,
): PlacedColumn[] {
  return columns.filter(({ name }) => {
    const kind = decision?.leftOut.get(name);
    if (exclude.includes(name)) log.add('column-left-out', `${name} in ${source}`);
    else if (kind) log.add(kind, name);
    else return name !== group;
    return false;
  });
}

function findColumn(
  { source }: Source,
  columns: readonly PlacedColumn[],
  wanted: string,
  usual: readonly string[],
  setting: string,
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
    `The column "${wanted}" must be in ${source}, which has ${names}. Give another \`${setting}\`.`,
  );
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

/** The tags in their fixed order; other columns are excluded. */
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
        `${missing.join(', ')}. Exclude them with \`exclude\`, or set \`layout: table\`.`,
    );
  }
  for (const { name } of columns) {
    if (!wanted.includes(name)) log.add('column-left-out', `${name} in ${source}, no tag of SWaT`);
  }
  return wanted.flatMap((name) => byName.get(name) ?? []);
}

/** Columns of texts that a message names at most. */
const NAMED = 10;

function checkNumeric(
  { source }: Source,
  channels: readonly PlacedColumn[],
  first: TableChunk | undefined,
): void {
  const odd = channels.filter(({ kind }) => kind !== 'number');
  if (odd.length === 0) return;
  if (odd.length === 1) throw refuseColumn(source, odd[0], first);
  const listed = odd
    .slice(0, NAMED)
    .map(({ name }) => name)
    .join(', ');
  throw new DataError(
    `The columns ${listed} of ${source} must hold numbers, got texts or dates. Correct the cells, or ` +
      `exclude them with \`exclude\`.`,
  );
}
