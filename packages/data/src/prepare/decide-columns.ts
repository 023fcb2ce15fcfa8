/**
 * Roles of columns, decided over all tables of a data set so that they agree in every recording.
 * Labels, times, counters and unit ids are not sensors: a counter would leave the range of training,
 * and a label would reveal the attacks.
 */
import { ConfigError, labelMeaning, parseLabelMap } from '@anodec/core';
import type { RepairKind } from '../repair-log.js';
import { chooseOffset } from './channel-offset.js';
import { isFlagName, LABEL_NAMES, plainName } from './column-names.js';
import {
  type ColumnInTables,
  counterIn,
  holdsDates,
  holdsLabels,
  isFlagColumn,
  isLabelColumn,
  isUnitIn,
  restarts,
} from './column-rules.js';
import type { PrepareConfig } from './config.js';
import type { ColumnSurvey, TableSurvey } from './survey.js';

/** A table that was surveyed. */
export interface SurveyedTable {
  readonly survey: TableSurvey;
  readonly normal: boolean;
  /** Whether its labels come from a file of their own. */
  readonly labelled?: boolean;
}

/** The decision. */
export interface ColumnDecision {
  /** The column of times, where it was found by its contents. */
  readonly time?: string;
  readonly label?: string;
  /** Columns that are not channels, and the reason. */
  readonly leftOut: ReadonlyMap<string, RepairKind>;
  /** The column that names the unit of a row, where a table has rows of several. */
  readonly unit?: string;
  /** What is subtracted from the readings of a channel, by its name; see `chooseOffset`. */
  readonly offsets: ReadonlyMap<string, number>;
  /** Findings that leave the columns as they are. */
  readonly findings: readonly ColumnFinding[];
}

/** A finding that changes nothing. */
export interface ColumnFinding {
  readonly kind: RepairKind;
  readonly example: string;
  /** The table it concerns; absent where it concerns all. */
  readonly source?: string;
}

/** Columns that a message names at most. */
const NAMED = 10;

type Settings = Pick<
  PrepareConfig,
  'timeColumn' | 'labelColumn' | 'labelMap' | 'exclude' | 'include' | 'keepCounters' | 'group'
>;

/**
 * Decides what each column is.
 *
 * @throws ConfigError when several columns could be the labels or the times and none was named
 */
export function decideColumns(tables: readonly SurveyedTable[], config: Settings): ColumnDecision {
  const columns = columnsOf(tables, config);
  const label = findLabel(columns, tables, config);
  const time = findTime(columns, tables, config, label);
  const leftOut = new Map<string, RepairKind>();
  const offsets = new Map<string, number>();
  const findings: ColumnFinding[] = [];
  if (
    label !== undefined &&
    config.labelColumn === 'auto' &&
    !LABEL_NAMES.includes(plainName(label))
  ) {
    findings.push({ kind: 'label-column-found', example: label });
  }
  for (const column of columns) {
    if (column.name === label || column.name === time) continue;
    const kind = kindOf(column, tables, config);
    if (kind === 'counter-suspected') findings.push({ kind, example: column.name });
    else if (kind && !config.include.includes(column.name)) leftOut.set(column.name, kind);
    const offset = leftOut.has(column.name) ? 0 : offsetOf(column, tables);
    if (offset !== 0) offsets.set(column.name, offset);
  }
  if (config.group === undefined) findings.push(...findUnits(tables));
  const unit = config.group === undefined ? severalUnits(columns, leftOut) : undefined;
  return {
    ...(time && { time }),
    ...(label && { label }),
    ...(unit && { unit }),
    leftOut,
    offsets,
    findings,
  };
}

/** The columns by name, without times and those that the settings leave out. */
function columnsOf(tables: readonly SurveyedTable[], { exclude, group }: Settings) {
  const byName = new Map<string, { survey: TableSurvey; column: ColumnSurvey }[]>();
  for (const { survey } of tables) {
    for (const column of survey.columns) {
      const { name } = column;
      if (survey.times.includes(name) || exclude.includes(name) || name === group) continue;
      byName.set(name, [...(byName.get(name) ?? []), { survey, column }]);
    }
  }
  return [...byName].map(([name, inTables]): ColumnInTables => ({ name, tables: inTables }));
}

function kindOf(
  column: ColumnInTables,
  tables: readonly SurveyedTable[],
  { keepCounters }: Settings,
): RepairKind | undefined {
  const { tables: own } = column;
  const normal = own.filter(({ survey }) => isNormal(tables, survey));
  if (own.every((one) => isLabelColumn(one.column))) return 'column-label';
  if (isStillFlag(column, normal)) return 'column-label';
  const learned = normal.length > 0 ? normal : own;
  if (learned.every((one) => one.column.readings === 0)) return 'column-empty';
  const filled = own.filter((one) => one.column.readings > 0);
  if (filled.every((one) => holdsDates(one.column))) return 'column-clock';
  if (isUnit(filled)) return 'column-unit';
  if (keepCounters) return undefined;
  const counter = counterIn(column);
  if (counter === 'suspected') return 'counter-suspected';
  return counter && 'column-counter';
}

function offsetOf({ tables: own }: ColumnInTables, tables: readonly SurveyedTable[]): number {
  return chooseOffset(
    own.map(({ survey, column }) => ({ column, normal: isNormal(tables, survey) })),
  );
}

function isNormal(tables: readonly SurveyedTable[], survey: TableSurvey): boolean {
  return tables.some((table) => table.survey === survey && table.normal);
}

function isUnit(own: ColumnInTables['tables']): boolean {
  return (
    own.some(({ column, survey }) => isUnitIn(column, survey)) &&
    own.every(({ column, survey }) => isUnitIn(column, survey) || column.values.size === 1)
  );
}

/** A flag such as is_bad that never changes in normal operation; is_open that does is a sensor. */
function isStillFlag({ name, tables }: ColumnInTables, normal: ColumnInTables['tables']): boolean {
  return (
    isFlagName(name) &&
    normal.length > 0 &&
    normal.every(({ column }) => column.values.size <= 1) &&
    tables.every(({ column }) => isFlagColumn(column))
  );
}

/** The column of labels: the one that was named, else the likeliest by name and contents. */
function findLabel(
  columns: readonly ColumnInTables[],
  tables: readonly SurveyedTable[],
  { labelColumn, labelMap }: Settings,
): string | undefined {
  if (labelColumn === 'none' || tables.some(({ labelled }) => labelled)) return undefined;
  if (labelColumn !== 'auto') return labelColumn.trim();
  const candidates = columns.filter(
    ({ name, tables: own }) =>
      LABEL_NAMES.includes(plainName(name)) || own.every((one) => isLabelColumn(one.column)),
  );
  const tested = candidates.filter(({ tables: own }) =>
    own.some(({ survey }) => !isNormal(tables, survey)),
  );
  const ranked = (tested.length > 0 ? tested : candidates)
    .map((column) => ({ name: column.name, rank: labelRank(column) }))
    .sort((a, b) => a.rank - b.rank);
  const [best, next] = ranked;
  if (best && next && best.rank === next.rank && tested.length > 0) {
    throw severalLabels(ranked.filter(({ rank }) => rank === best.rank));
  }
  if (best || labelMap === undefined) return best?.name;
  return findMapped(columns, tables, labelMap);
}

function severalLabels(candidates: readonly { readonly name: string }[]): ConfigError {
  return new ConfigError(
    `\`labelColumn\` must name the column of the labels, got several candidates: ` +
      `${namesOf(candidates)}. Name one of them; the others are excluded.`,
  );
}

/**
 * The column whose values a map of labels explains, whatever it is called.
 *
 * @throws ConfigError when there is none in the test tables: the map would be for nothing, and the labels a channel
 */
function findMapped(
  columns: readonly ColumnInTables[],
  tables: readonly SurveyedTable[],
  labelMap: string,
): string | undefined {
  const tested = columns.filter(({ tables: own }) =>
    own.some(({ survey }) => !isNormal(tables, survey)),
  );
  const mapped = tested.filter((column) => isMapped(column, labelMap));
  if (mapped.length > 1) throw severalLabels(mapped);
  if (mapped.length === 1 || tested.length === 0) return mapped[0]?.name;
  throw new ConfigError(
    `\`labelMap: ${labelMap}\` must give a meaning to all values of one column, normal to some and attack to others, ` +
      `but there is no such column among ${namesOf(tested)}. Name the column of the labels in \`labelColumn\`.`,
  );
}

/** Whether a map gives a meaning to each value of a column, normal to some and attack to others. */
function isMapped({ tables: own }: ColumnInTables, labelMap: string): boolean {
  const map = parseLabelMap(labelMap);
  if (own.some(({ column }) => column.more || column.kind === 'time')) return false;
  const values = own.flatMap(({ column }) => [...column.values.keys()]);
  const meanings = new Set(values.map((value) => labelMeaning(map, value)));
  return !meanings.has(undefined) && meanings.has(0) && meanings.has(1);
}

/** Names for a message, the first few. */
function namesOf(columns: readonly { readonly name: string }[]): string {
  const names = columns.slice(0, NAMED).map(({ name }) => name);
  return `${names.join(', ')}${columns.length > NAMED ? ', …' : ''}`;
}

/** Usual names first in their order, then those that speak of attacks, then the rest. */
function labelRank({ name, tables }: ColumnInTables): number {
  const usual = LABEL_NAMES.indexOf(plainName(name));
  if (usual >= 0) return usual;
  const binary = tables.every(({ column }) => holdsLabels(column) && column.values.size <= 2);
  const speaks = /att|anomal|label|lable|outlier|intrusion/i.test(name);
  const words = name
    .replace(/\(.*$/, '')
    .split(/[^a-z0-9]+/i)
    .filter(Boolean).length;
  return 100 + (binary ? 0 : 100) + (speaks ? 0 : 50) + words;
}

/** The only column of dates or of numbers since 1970, in tables without a column of times. */
function findTime(
  columns: readonly ColumnInTables[],
  tables: readonly SurveyedTable[],
  { timeColumn }: Settings,
  label: string | undefined,
): string | undefined {
  if (timeColumn !== 'auto' || tables.some(({ survey }) => survey.times.length > 0))
    return undefined;
  const dated = columns.filter(
    ({ name, tables: own }) =>
      name !== label &&
      own.length === tables.length &&
      own.every(({ column }) => column.readings > 0 && holdsDates(column)),
  );
  if (dated.length < 2) return dated[0]?.name;
  throw new ConfigError(
    `\`timeColumn\` must name the column of the times, got several candidates: ` +
      `${namesOf(dated)}. Name one of them; the others are excluded.`,
  );
}

function severalUnits(
  columns: readonly ColumnInTables[],
  leftOut: ReadonlyMap<string, RepairKind>,
): string | undefined {
  return columns.find(
    ({ name, tables }) =>
      leftOut.get(name) === 'column-unit' && tables.some(({ column }) => column.values.size > 1),
  )?.name;
}

/** Counters that start again, and the columns that say of which unit the rows are. */
function findUnits(tables: readonly SurveyedTable[]): ColumnFinding[] {
  return tables.flatMap(({ survey }) => {
    const { columns, rows, source } = survey;
    const unit = columns.find((column) => column.values.size > 1 && isUnitIn(column, survey));
    const counter = columns.find((column) => restarts(column, rows));
    if (!unit && !counter) return [];
    const what = counter
      ? `${counter.name} counts up and starts again in ${rowList(counter)} of ${source}`
      : `${unit?.name} changes in ${rowList(unit)} of ${source}`;
    const remedy = unit
      ? `: make a recording of each with \`group: ${unit.name}\``
      : ': add a column that names the unit, and name it in `group`';
    return [{ kind: 'units-suspected' as const, example: `${what}${remedy}`, source }];
  });
}

function rowList(column: ColumnSurvey | undefined): string {
  const rows = (column?.fallRows.length ? column.fallRows : column?.changes) ?? [];
  const shown = rows.slice(0, 3).join(', ');
  return rows.length === 1 ? `row ${shown}` : `rows ${shown}${rows.length > 3 ? ' …' : ''}`;
}
