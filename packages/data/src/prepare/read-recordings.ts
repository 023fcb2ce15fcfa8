/** Reads the planned tables of the interim store into frames: surveyed, decided upon, cleaned. */
import { ConfigError, createFrame, type Progress, type TimeSeriesFrame } from '@anodec/core';
import type { Store, TableReader } from '@anodec/tables';
import { createRepairLog, ignoringRepairs, type RepairLog } from '../repair-log.js';
import { cleanTable } from './clean-table.js';
import { isSwat } from './columns.js';
import type { PrepareConfig } from './config.js';
import { type ColumnDecision, decideColumns, type SurveyedTable } from './decide-columns.js';
import { splitByUnit } from './group.js';
import { checkLabelCount, isRowByRow, labelsByTime, readLabelFile } from './label-file.js';
import { pivotTable } from './pivot.js';
import { nth, type PlannedTable, type PreparationPlan } from './plan.js';
import { checkRepeatedTimes } from './repeated-times.js';
import { surveyTable } from './survey.js';

/** A frame being prepared, with the log of its repairs. */
export interface Recording {
  /** The key in the processed store. */
  readonly key: string;
  /** The name of the file that it came from. */
  readonly source: string;
  /** The unit whose rows it has, where the table was grouped. */
  readonly unit?: string;
  readonly normal: boolean;
  /** Whether its columns are those of SWaT. */
  readonly swat: boolean;
  readonly frame: TimeSeriesFrame;
  readonly log: RepairLog;
}

/** Source and options of reading. */
export interface Reading {
  readonly store: Store;
  readonly plan: PreparationPlan;
  readonly config: PrepareConfig;
  readonly signal?: AbortSignal | undefined;
  readonly progress: Progress;
}

/**
 * Reads all recordings of the plan.
 *
 * @throws DataError when a table cannot be cleaned; ConfigError when settings contradict the tables
 */
export async function readRecordings(reading: Reading): Promise<Recording[]> {
  checkNames(reading);
  const decision = await decide(reading);
  const recordings: Recording[] = [];
  const counts = { normal: 0, test: 0 };
  for (const table of reading.plan.tables) {
    const parts = await readTable(reading, table, decision);
    for (const part of parts) {
      const key = table.normal ? nth('df_norm', counts.normal++) : nth('df_att', counts.test++);
      recordings.push({ ...part, key });
    }
  }
  return recordings;
}

/** Names that no table has are typing errors. */
function checkNames({ store, plan, config }: Reading): void {
  if (config.pivot !== undefined) return; // channels are the tags, which are not read yet
  const names = new Set(
    plan.tables.flatMap(({ from }) => store.readTable(from).columns.map(({ name }) => name.trim())),
  );
  for (const [setting, wanted] of [
    ['leave out', config.exclude],
    ['keep', config.include],
    ['group by', config.group === undefined ? [] : [config.group]],
  ] as const) {
    const unknown = wanted.find((name) => !names.has(name));
    if (unknown === undefined) continue;
    throw new ConfigError(
      `There is no column "${unknown}" to ${setting}. Known are: ${[...names].join(', ')}.`,
    );
  }
}

/** Surveys all tables but those of SWaT, whose columns are known, and decides on their columns. */
async function decide(reading: Reading): Promise<ColumnDecision | undefined> {
  const { store, plan, config, signal, progress } = reading;
  const surveyed: SurveyedTable[] = [];
  for (const planned of plan.tables) {
    const stored = store.readTable(planned.from);
    if (isSwat(stored.columns, config)) continue;
    progress.begin(`Surveying ${stored.source}`, 1, 'tables');
    const table = await openTable(reading, planned);
    const survey = await surveyTable(table, config.timeColumn, signal);
    progress.end();
    surveyed.push({ survey, normal: planned.normal, labelled: planned.labels !== undefined });
  }
  if (surveyed.length === 0) return undefined;
  const decision = decideColumns(surveyed, config);
  for (const { survey } of surveyed) {
    const [time = decision.time, ...more] = survey.times;
    if (config.group === undefined && time !== undefined && more.length === 0) {
      checkRepeatedTimes(survey, time, decision, config);
    }
  }
  return decision;
}

/** A table as it is stored, or pivoted. */
async function openTable(reading: Reading, { from }: PlannedTable): Promise<TableReader> {
  const { store, config } = reading;
  const table = store.readTable(from);
  if (config.pivot === undefined) return table;
  return pivotTable(table, {
    tag: config.pivot,
    timeColumn: (await findTimeOf(reading, from)) ?? config.timeColumn,
    ...(config.pivotValue !== undefined && { value: config.pivotValue }),
    keepFirst: config.duplicates === 'keep-first',
  });
}

/** The column of times of one table where it was recognised by its contents. */
async function findTimeOf({ store, config, signal }: Reading, from: string) {
  const survey = await surveyTable(store.readTable(from), config.timeColumn, signal);
  return decideColumns([{ survey, normal: true }], config).time;
}

type Part = Omit<Recording, 'key'>;

async function readTable(
  reading: Reading,
  planned: PlannedTable,
  decision: ColumnDecision | undefined,
): Promise<Part[]> {
  const { store, config } = reading;
  const table = await openTable(reading, planned);
  const swat = isSwat(table.columns, config);
  if (config.group === undefined) {
    const stored = Number(store.attributes(planned.from).rows); // as many as a pivot gives, or more
    const rows = config.pivot === undefined ? stored : await countRows(reading, planned);
    return [await readPart(reading, planned, decision, { table, rows, swat })];
  }
  if (planned.labels !== undefined) {
    throw new ConfigError(
      '`labels` must not be given with `group`, as their rows are those of the whole table.',
    );
  }
  const parts: Part[] = [];
  for (const { unit, rows, table: own } of await splitByUnit(table, config.group)) {
    parts.push({
      ...(await readPart(reading, planned, decision, { table: own, rows, swat })),
      unit,
    });
  }
  return parts;
}

async function countRows(reading: Reading, planned: PlannedTable): Promise<number> {
  const table = await openTable(reading, planned);
  let rows = 0;
  for await (const chunk of table.chunks()) rows += chunk.rows;
  return rows;
}

interface OpenPart {
  readonly table: TableReader;
  readonly rows: number;
  readonly swat: boolean;
}

async function readPart(
  reading: Reading,
  { from, normal, labels: labelKey }: PlannedTable,
  decision: ColumnDecision | undefined,
  { table, rows, swat }: OpenPart,
): Promise<Part> {
  const { store, signal, progress } = reading;
  const log = createRepairLog();
  const { config, cleaningLog } = forPivot(reading.config, log);
  const source = String(store.attributes(from).source);
  const file =
    labelKey === undefined ? undefined : await readLabelFile(store.readTable(labelKey), config);
  const byRow = file !== undefined && isRowByRow(file, rows);
  if (byRow) checkLabelCount(file, source, rows);
  progress.begin(`Preparing ${source}`, rows, 'rows');
  const frame = await cleanTable(table, {
    rows,
    config,
    log: cleaningLog,
    context: { normal, labelled: file !== undefined, ...(decision && !swat && { decision }) },
    ...(decision && !swat && { offsets: decision.offsets }),
    ...(byRow && { labels: file.labels }),
    signal,
    onRows: (done) => progress.update(done),
  });
  progress.end();
  if (decision && !swat) reportDecision(decision, source, frame, log);
  const timed = file !== undefined && !byRow;
  const labels = timed ? labelsByTime(file, frame, source) : frame.labels;
  const attackRows = (file && labels?.filter((label) => label === 1).length) ?? 0;
  if (file && attackRows > 0) log.add('label-from-file', file.source, attackRows);
  const labelled = timed && labels ? createFrame({ ...frame, labels }) : frame;
  return { source, normal, swat, frame: labelled, log };
}

/** Rows of a pivoted table have the order of the file, which has no meaning: sorting them is no repair. */
function forPivot(config: PrepareConfig, log: RepairLog) {
  if (config.pivot === undefined) return { config, cleaningLog: log };
  const sorted: PrepareConfig = { ...config, unordered: 'sort' };
  return { config: sorted, cleaningLog: ignoringRepairs(log, 'row-unordered') };
}

/** Findings of the decision that leave the columns as they are, and what was found by contents. */
function reportDecision(
  { time, findings }: ColumnDecision,
  source: string,
  { labels }: TimeSeriesFrame,
  log: RepairLog,
): void {
  if (time !== undefined) log.add('time-column-found', time);
  for (const { kind, example, source: own } of findings) {
    const elsewhere = kind === 'label-column-found' ? !labels : own !== undefined && own !== source;
    if (!elsewhere) log.add(kind, example);
  }
}
