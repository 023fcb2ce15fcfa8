/**
 * From the interim store to the processed store: cleaned frames, the cleaned attack list, and with
 * each of them what was repaired.
 */
import { existsSync } from 'node:fs';
import { ConfigError, frameLength, silentProgress, type Progress } from '@anodec/core';
import { openStore, type Store, updateStore, writeAttacks } from '@anodec/tables';
import type { AttackList } from '../swat/attack-list.js';
import { readIntervalList } from './attack-intervals.js';
import type { PrepareConfig } from './config.js';
import {
  alignChannels,
  dropStillChannels,
  labelByAttacks,
  reportLabelledRows,
  reportLabelLeaks,
} from './finish-recordings.js';
import { withoutLabelledRows } from '@anodec/preprocess';
import { keysOf, planPreparation, type PreparationPlan } from './plan.js';
import { readRecordings, type Recording } from './read-recordings.js';
import { createRepairLog, type Repair, type RepairLog } from '../repair-log.js';
import { dropStartup } from './startup.js';
import { readStoredAttackList } from './stored-attack-list.js';

/** A preparation: source, target, settings. */
export interface Preparation {
  readonly interim: string;
  readonly processed: string;
  readonly config: PrepareConfig;
}

/** Progress listener and abort signal. */
export interface PrepareOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Result of one raw table. */
export interface PreparedTable {
  /** The key in the processed store. */
  readonly key: string;
  /** The name of the file that it came from. */
  readonly source: string;
  /** The unit whose rows it has, where the table was grouped. */
  readonly unit?: string;
  readonly rows: number;
  readonly repairs: readonly Repair[];
}

/**
 * Cleans the tables of the interim store into the processed store in one change. Frames of normal
 * operation are `df_norm`, `df_norm_2`, …, test recordings `df_att`, `df_att_2`, …; all have the
 * channels of the first in its order. Grouped tables give a frame for each unit.
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
    const read = await readRecordings({ store, plan, config, signal, progress });
    const whole = alignChannels(read).map((one) =>
      one.normal ? { ...one, frame: dropStartup(one, config) } : one,
    );
    const listLog = createRepairLog();
    const list = await readList(store, plan, config, whole, listLog);
    const listed =
      plan.intervals === undefined ? '' : String(store.attributes(plan.intervals).source);
    const labelled = listed ? labelByAttacks(whole, list?.attacks ?? [], listed) : whole;
    const ready = dropStillChannels(labelled, reportLabelledRows(labelled), config);
    reportLabelLeaks(
      ready,
      ready.filter(({ normal }) => normal).map(({ frame }) => withoutLabelledRows(frame).frame),
    );
    return await writePrepared(store, processed, { config, plan, ready, list, listLog });
  } finally {
    store.close();
  }
}

/** The attacks of the store's list, of SWaT's layout or any other; undefined without one. */
async function readList(
  store: Store,
  plan: PreparationPlan,
  config: PrepareConfig,
  recordings: readonly Recording[],
  log: RepairLog,
): Promise<AttackList | undefined> {
  const { attackList, intervals } = plan;
  if (attackList !== undefined && config.timeZone !== undefined) {
    throw new ConfigError(
      'A time zone must be given only for tables without a SWaT list of attacks, whose times would ' +
        'stay as they are. Omit `timeZone`.',
    );
  }
  if (attackList !== undefined) return readStoredAttackList(store, attackList, config, log);
  if (intervals === undefined) return undefined;
  const tests = recordings.filter(({ normal }) => !normal).map(({ frame }) => frame);
  return readIntervalList(store.readTable(intervals), {
    clock: tests[0].clock,
    within: {
      start: Math.min(...tests.map(({ timestamps }) => timestamps[0])),
      end: Math.max(...tests.map(({ timestamps }) => timestamps[timestamps.length - 1])),
    },
    ...(config.timeZone !== undefined && { timeZone: config.timeZone }),
  });
}

/** Contents of the processed store. */
interface Prepared {
  readonly config: PrepareConfig;
  readonly plan: PreparationPlan;
  readonly ready: readonly Recording[];
  readonly list: AttackList | undefined;
  readonly listLog: RepairLog;
}

function writePrepared(
  store: Store,
  processed: string,
  { config, plan, ready, list, listLog }: Prepared,
): Promise<PreparedTable[]> {
  const origin = describeOrigin(store, plan, config);
  const listKey = plan.attackList ?? plan.intervals;
  return updateStore(processed, (draft) => {
    draft.remove((key) => /^df_(norm|att)(_\d+)?$|^attacks$/.test(key)); // of another plant, perhaps
    const tables = ready.map(({ key, source, unit, frame, log }): PreparedTable => {
      draft.writeFrame(key, frame);
      draft.setAttributes(key, unit === undefined ? { source } : { source, unit });
      draft.addNote(key, 'repairs', JSON.stringify(log.repairs()));
      draft.addNote(key, 'origin', origin);
      const prepared = { key, source, rows: frameLength(frame), repairs: log.repairs() };
      return unit === undefined ? prepared : { ...prepared, unit };
    });
    if (!list || listKey === undefined) return tables;
    const source = String(store.attributes(listKey).source);
    writeAttacks(draft, list);
    draft.setAttributes('attacks', { source });
    draft.addNote('attacks', 'repairs', JSON.stringify(listLog.repairs()));
    const rows = list.attacks.length + list.withoutImpact.length;
    return [...tables, { key: 'attacks', source, rows, repairs: listLog.repairs() }];
  });
}

/** Settings and sources, by which a second run can see that nothing changed. */
function describeOrigin(store: Store, plan: PreparationPlan, config: PrepareConfig): string {
  return JSON.stringify({
    config,
    tables: keysOf(plan).map((key) => [key, store.attributes(key)]),
  });
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
    // a grouped table has more recordings than the plan has tables
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
