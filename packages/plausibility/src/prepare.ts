/** From tables of sizes to a table of messages: read, join, remove repeats, add malicious ones. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, type Listeners } from '@anodec/core';
import { z } from 'zod';
import { cleanMessages, messageKey } from './clean.js';
import { makeMalicious } from './malicious/make-malicious.js';
import { readMessages, writeMessages } from './message-file.js';
import { joinMessages, messageCount, type Messages } from './messages.js';
import { readSizes, type ReadTable, type TablePath } from './read/read-sizes.js';
import { type SizeSource, sizeSources } from './read/sources.js';

const table = (of: string, file: string) =>
  z.string().optional().describe(`Table of ${of} (default: ${file} in the folder)`);

export const TablesConfig = z.strictObject({
  folder: z
    .string()
    .default('data/plausibility')
    .describe('Folder of the tables, of messages.csv, charts and classifiers'),
  cars: table('cars, from CarQuery', 'CQA_Premium.csv'),
  bodies: table('people, from Heinz and others', 'body.csv'),
  motos: table('motorcycles, from Teoalida', 'moto.csv'),
  motosItalian: table('motorcycles, from motocicliste.net', 'moto2.csv'),
});

export type TablesConfig = z.output<typeof TablesConfig>;

export const PrepareConfig = z.strictObject({
  count: z.int().min(0).default(1000).describe('Malicious messages to make up'),
  seed: z.int().min(0).default(42).describe('Seed of the malicious messages'),
  odd: z
    .string()
    .optional()
    .describe('Table of malicious messages of your own, with the columns class, length, width'),
});

export type PrepareConfig = z.output<typeof PrepareConfig>;

/** What preparing made. */
export interface Prepared {
  /** The table that was written. */
  readonly path: string;
  readonly tables: readonly ReadTable[];
  /** Usual tables that are not there. */
  readonly absent: readonly string[];
  /** Messages that were read, before repeats were removed. */
  readonly read: number;
  /** Each message once; first the genuine ones, then the malicious ones. */
  readonly messages: Messages;
  readonly seconds: number;
}

/** The table of messages in a folder. */
export function messagesFile(folder: string): string {
  return join(folder, 'messages.csv');
}

/**
 * The messages that were prepared in a folder.
 *
 * @throws DataError when there are none, or a cell cannot be used
 */
export async function readPrepared(folder: string): Promise<Messages> {
  const path = messagesFile(folder);
  if (existsSync(path)) return readMessages(path);
  throw new DataError(
    `${folder} must hold messages.csv, got no such file. Make it with anodec plausibility prepare.`,
  );
}

/**
 * Reads tables, joins and cleans them, adds malicious messages and writes the table of messages.
 *
 * @param malicious strategy: `kind` and its options
 * @throws DataError when no table is there or one cannot be used, or an own malicious message is genuine
 */
export async function prepareMessages(
  tables: TablesConfig,
  malicious: unknown,
  { count, seed, odd }: PrepareConfig,
  listeners: Listeners = {},
): Promise<Prepared> {
  const start = performance.now();
  const { found, absent } = findTables(tables);
  const read = await readSizes(found, listeners);
  const genuine = cleanMessages(joinMessages(read.map(({ messages }) => messages)));
  const parts = [genuine, makeMalicious(genuine, malicious, count, seed)];
  if (odd !== undefined) parts.push(await readOwn(odd, genuine));
  const messages = joinMessages(parts);
  const path = messagesFile(tables.folder);
  await writeMessages(path, messages);
  const rows = read.reduce((sum, part) => sum + messageCount(part.messages), 0);
  const seconds = (performance.now() - start) / 1000;
  return { path, tables: read, absent, read: rows, messages, seconds };
}

/** Tables that were named, and those in the folder under their usual names. */
function findTables(tables: TablesConfig): { found: TablePath[]; absent: string[] } {
  const placed = sizeSources.map((source: SizeSource) => {
    const named = tables[source.name];
    const path = named ?? join(tables.folder, source.file);
    return { source, path, isThere: named !== undefined || existsSync(path) };
  });
  const found = placed.filter(({ isThere }) => isThere);
  if (found.length === 0) {
    const names = sizeSources.map(({ file }) => file).join(', ');
    throw new DataError(
      `${tables.folder} must hold a table of sizes (${names}), got none. Put them there, name them by flags, or make ` +
        'stand-ins with anodec plausibility simulate.',
    );
  }
  return { found, absent: placed.filter(({ isThere }) => !isThere).map(({ path }) => path) };
}

/** Malicious messages of the user's own. */
async function readOwn(path: string, genuine: Messages): Promise<Messages> {
  const own = cleanMessages(await readMessages(path));
  const known = new Set(Array.from(genuine.kinds, (_, n) => messageKey(genuine, n)));
  const equal = Array.from(own.kinds, (_, n) => messageKey(own, n)).findIndex((key) =>
    known.has(key),
  );
  if (equal >= 0) {
    throw new DataError(
      `A malicious message must differ from the genuine ones, got ${own.lengths[equal]} × ${own.widths[equal]} in ${path}, ` +
        'which is genuine, too. Take it out.',
    );
  }
  return { ...own, odd: new Uint8Array(messageCount(own)).fill(1) };
}
