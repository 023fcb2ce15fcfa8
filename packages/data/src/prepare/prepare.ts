/**
 * From the interim store to the processed store: cleaned frames, the cleaned attack list, and with
 * each of them what was repaired.
 */
import { existsSync } from 'node:fs';
import {
  ConfigError,
  DataError,
  frameLength,
  selectChannels,
  silentProgress,
  type Progress,
  type TimeSeriesFrame,
} from '@anodec/core';
import { openStore, type Store, updateStore, writeAttacks } from '@anodec/tables';
import { cleanTable } from './clean-table.js';
import { isSwat } from './columns.js';
import type { PrepareConfig } from './config.js';
import { readStoredAttackList } from './stored-attack-list.js';
import { planPreparation, type PreparationPlan } from './plan.js';
import { createRepairLog, type Repair } from '../repair-log.js';
import { dropStartup } from './startup.js';

/** What to prepare, and where to. */
export interface Preparation {
  readonly interim: string;
  readonly processed: string;
  readonly config: PrepareConfig;
}

/** Who listens and may stop. */
export interface PrepareOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** What became of one raw table. */
export interface PreparedTable {
  /** The key in the processed store. */
  readonly key: string;
  /** The name of the file that it came from. */
  readonly source: string;
  readonly rows: number;
  readonly repairs: readonly Repair[];
}

/** A frame on its way, with the log of its repairs. */
interface Cleaned {
  readonly from: string;
  readonly key: string;
  readonly source: string;
  readonly normal: boolean;
  readonly frame: TimeSeriesFrame;
  readonly log: ReturnType<typeof createRepairLog>;
}

/**
 * Cleans the tables of the interim store into the processed store in one change. Frames of normal
 * operation are `df_norm`, `df_norm_2`, …, those to be judged `df_att`, `df_att_2`, …; all have the
 * channels of the first in its order.
 *
 * @throws DataError when a table cannot be cleaned; ConfigError when settings contradict the tables
 */
export async function prepareStore(
  { interim, processed, config }: Preparation,
  { signal, progress = silentProgress }: PrepareOptions = {},
): Promise<PreparedTable[]> {
  const store = await openStore(interim);
  try {
    const plan = planPreparation(store);
    checkExcluded(store, plan, config);
    const cleaned: Cleaned[] = [];
    for (const { from, key, normal } of plan.tables) {
      const log = createRepairLog();
      const { source, rows } = store.attributes(from);
      progress.begin(`Preparing ${source}`, Number(rows), 'rows');
      const onRows = (done: number) => progress.update(done);
      const options = { rows: Number(rows), config, log, signal, onRows };
      const table = store.readTable(from);
      const recording = { source: String(source), swat: isSwat(table.columns, config), log };
      const whole = await cleanTable(table, options);
      progress.end();
      const frame = normal ? dropStartup({ ...recording, frame: whole }, config) : whole;
      cleaned.push({ from, key, source: String(source), normal, frame, log });
    }
    const ready = dropConstantChannels(alignChannels(cleaned), config);
    return await writePrepared(store, processed, config, plan, ready);
  } finally {
    store.close();
  }
}

/** A name that no table has is a slip of the pen. */
function checkExcluded(store: Store, plan: PreparationPlan, { exclude }: PrepareConfig): void {
  const names = new Set(
    plan.tables.flatMap(({ from }) => store.readTable(from).columns.map(({ name }) => name.trim())),
  );
  const unknown = exclude.find((name) => !names.has(name));
  if (unknown === undefined) return;
  throw new ConfigError(
    `There is no column "${unknown}" to leave out. Known are: ${[...names].join(', ')}.`,
  );
}

/** Gives all frames the channels of the first, in its order. */
function alignChannels(cleaned: readonly Cleaned[]): Cleaned[] {
  const { channels } = cleaned[0].frame;
  return cleaned.map((table) => {
    const own = table.frame.channels;
    if (own.length === channels.length && own.every((name, c) => name === channels[c]))
      return table;
    const extra = own.find((name) => !channels.includes(name));
    const missing = channels.find((name) => !own.includes(name));
    if (extra === undefined && missing === undefined) {
      return { ...table, frame: selectChannels(table.frame, channels) };
    }
    const what = extra === undefined ? `lacks ${missing}` : `has ${extra} besides`;
    throw new DataError(
      `All tables must have the columns of ${cleaned[0].source}, but ${table.source} ${what}. ` +
        'Leave a column out with --exclude, or name the labels with --label-column.',
    );
  });
}

/** Leaves out, everywhere, channels that never move in normal operation. */
function dropConstantChannels(
  cleaned: readonly Cleaned[],
  { dropConstant }: PrepareConfig,
): readonly Cleaned[] {
  if (!dropConstant) return cleaned;
  const normal = cleaned.filter((table) => table.normal).map(({ frame }) => frame);
  const { channels } = cleaned[0].frame;
  const kept = channels.filter((_, c) =>
    normal.some((frame) => moves(frame, c, normal[0].values[c])),
  );
  if (kept.length === 0) {
    throw new DataError(
      `A channel must move in normal operation, got none in ${cleaned[0].source} that does.`,
    );
  }
  for (const name of channels) {
    if (!kept.includes(name)) for (const { log } of cleaned) log.add('channel-constant', name);
  }
  if (kept.length === channels.length) return cleaned;
  return cleaned.map((table) => ({ ...table, frame: selectChannels(table.frame, kept) }));
}

function moves({ values, channels }: TimeSeriesFrame, c: number, still: number): boolean {
  for (let i = c; i < values.length; i += channels.length) if (values[i] !== still) return true;
  return false;
}

async function writePrepared(
  store: Store,
  processed: string,
  config: PrepareConfig,
  plan: PreparationPlan,
  cleaned: readonly Cleaned[],
): Promise<PreparedTable[]> {
  if (plan.attackList && config.timeZone !== undefined) {
    throw new ConfigError(
      'A time zone must be given only for tables without a list of attacks, whose times would stay ' +
        'as they are. Leave out --time-zone.',
    );
  }
  const listLog = createRepairLog();
  const list =
    plan.attackList && (await readStoredAttackList(store, plan.attackList, config, listLog));
  const origin = describeOrigin(store, plan, config);
  return updateStore(processed, (draft) => {
    draft.remove((key) => /^df_(norm|att)(_\d+)?$|^attacks$/.test(key)); // of another plant, perhaps
    const tables = cleaned.map(({ key, source, frame, log }): PreparedTable => {
      draft.writeFrame(key, frame);
      draft.setAttributes(key, { source });
      draft.addNote(key, 'repairs', JSON.stringify(log.repairs()));
      draft.addNote(key, 'origin', origin);
      return { key, source, rows: frameLength(frame), repairs: log.repairs() };
    });
    if (!list || !plan.attackList) return tables;
    const source = String(store.attributes(plan.attackList).source);
    writeAttacks(draft, list);
    draft.setAttributes('attacks', { source });
    draft.addNote('attacks', 'repairs', JSON.stringify(listLog.repairs()));
    const rows = list.attacks.length + list.withoutImpact.length;
    return [...tables, { key: 'attacks', source, rows, repairs: listLog.repairs() }];
  });
}

/** What tells whether preparing again would give the same. */
function describeOrigin(store: Store, plan: PreparationPlan, config: PrepareConfig): string {
  const keys = [
    ...plan.tables.map(({ from }) => from),
    ...(plan.attackList ? [plan.attackList] : []),
  ];
  return JSON.stringify({ config, tables: keys.map((key) => [key, store.attributes(key)]) });
}

/**
 * Whether the processed store holds what preparing would make now. False where there is none.
 *
 * @throws DataError when a store cannot be read
 */
export async function isPrepared({ interim, processed, config }: Preparation): Promise<boolean> {
  if (!existsSync(interim) || !existsSync(processed)) return false;
  const raw = await openStore(interim);
  const done = await openStore(processed).catch((error: unknown) => {
    raw.close();
    throw error;
  });
  try {
    const plan = planPreparation(raw);
    const origin = describeOrigin(raw, plan, config);
    return plan.tables.every(
      ({ key }) => done.keys.includes(key) && done.note(key, 'origin') === origin,
    );
  } finally {
    raw.close();
    done.close();
  }
}

/** The repairs that were kept with a key of the processed store. */
export function readRepairs(store: Store, key: string): readonly Repair[] {
  const note = store.note(key, 'repairs');
  return note === undefined ? [] : (JSON.parse(note) as readonly Repair[]);
}
