/** How the tables of a data set were read, so that a run can read other tables of the same kind. */
import { existsSync } from 'node:fs';
import { PrepareConfig, readRepairs } from '@anodec/data';
import { openStore, type Store, type TableOptions } from '@anodec/tables';
import { z } from 'zod';
import { interimStore, NORMAL_KEY, type PathsConfig, processedStore } from '../settings/paths.js';

/** Settings with which the tables of a data set were read. */
export const TableSettings = z.strictObject({
  /** Settings of cleaning; defaults where the store does not say. */
  prepare: PrepareConfig,
  /** Options of reading files, such as the words for a missing reading. */
  reading: z.record(z.string(), z.unknown()),
  /** Ending of the file that they were for, such as `.csv`. */
  ending: z.string(),
  /** Columns of the tables that are not channels; a new table may have them or lack them. */
  leftOut: z.array(z.string()),
});

export type TableSettings = z.output<typeof TableSettings>;

/** Settings of tables of which nothing is known. */
export const UNKNOWN_TABLES: TableSettings = {
  prepare: PrepareConfig.parse({}),
  reading: {},
  ending: '',
  leftOut: [],
};

/** What preparing kept about its sources, as far as it is needed here. */
const Origin = z.object({
  config: PrepareConfig,
  tables: z.array(z.tuple([z.string(), z.record(z.string(), z.unknown())])),
});

/** The options that mean the same in every file format. */
const Words = z.object({
  missingWords: z.array(z.string()).optional(),
  wordValues: z.record(z.string(), z.number()).optional(),
});

/**
 * Reads with which settings the stores of a data set were made.
 *
 * @param channels of the recordings
 */
export async function readTableSettings(
  paths: PathsConfig,
  channels: readonly string[],
): Promise<TableSettings> {
  const store = await openStore(processedStore(paths));
  try {
    const note = store.note(NORMAL_KEY, 'origin');
    const origin = Origin.safeParse(note === undefined ? undefined : JSON.parse(note));
    if (!origin.success) return UNKNOWN_TABLES; // as in stores of public data sets
    const { config, tables } = origin.data;
    const [first] = tables.map(([, attributes]) => attributes);
    const keys = tables.map(([key]) => key);
    const kept = [...channels, ...timesFound(store)];
    return {
      prepare: config,
      reading: readingOf(textOf(first?.read_with)),
      ending: endingOf(textOf(first?.source)),
      leftOut: (await columnsOf(interimStore(paths), keys)).filter((name) => !kept.includes(name)),
    };
  } finally {
    store.close();
  }
}

/** The options for a new table: those of the file format only where it has the same one. */
export function readingFor(
  { reading, ending }: TableSettings,
  path: string,
): Omit<TableOptions, 'signal' | 'progress'> {
  if (endingOf(path) === ending) return reading;
  return Words.parse(reading);
}

function endingOf(path: string): string {
  return (/(\.[a-z]\w*)(\.gz)?$/i.exec(path)?.[1] ?? '').toLowerCase();
}

function textOf(attribute: unknown): string {
  return typeof attribute === 'string' ? attribute : '';
}

function readingOf(text: string): Record<string, unknown> {
  const { as: _, ...options } = Object(JSON.parse(text || '{}')) as Record<string, unknown>;
  return options;
}

/** Columns that were taken as times for what they hold, which no name says. */
function timesFound(store: Store): string[] {
  return readRepairs(store, NORMAL_KEY).flatMap(({ kind, example }) =>
    kind === 'time-column-found' ? example.split(', ') : [],
  );
}

/** Columns of the tables as they came; none where they are gone. */
async function columnsOf(path: string, keys: readonly string[]): Promise<string[]> {
  if (!existsSync(path)) return [];
  const store = await openStore(path);
  try {
    const present = keys.filter((key) => store.keys.includes(key));
    const names = present.flatMap((key) => store.readTable(key).columns);
    return [...new Set(names.map(({ name }) => name.trim()))];
  } finally {
    store.close();
  }
}
