/**
 * Tables that are no files: those of a server, or what comes on standard input. A table is read more than once, so it
 * is copied into a temporary file first, which goes with the process.
 */
import { open, rename } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, type Listeners } from '@anodec/core';
import { storeSource } from '../source-file.js';
import { withoutPassword } from './address.js';
import { makeCopyFolder } from './copy-folder.js';
import { copyRecords } from './copy-records.js';
import { openSource, schemeOf, sources } from './registry.js';

/** Whether a table is to be copied before it is read. */
export function isRemoteTable(path: string): boolean {
  const scheme = schemeOf(path);
  return scheme !== 'file' && Object.hasOwn(sources, scheme);
}

const copies = new Map<string, Promise<string>>();

/**
 * The file of a table: its copy where it is none. Within a process each is copied once.
 *
 * @param given path of a file, the address of a source such as http://host/plant.csv or s3://bucket/plant.h5:KEY, or
 *   `-` for standard input
 * @throws DataError when it cannot be read; ConfigError when an address holds a password, or is of a source that
 *   forgets what was read
 */
export async function localTable(given: string, listeners: Listeners = {}): Promise<string> {
  if (/^file:/i.test(given)) return fileURLToPath(given);
  if (!isRemoteTable(given)) return given;
  const { path, key } = storeSource(given) ?? { path: given };
  const known = copies.get(path);
  const copy = known ?? copyTable(path, listeners);
  if (!known) {
    copies.set(path, copy);
    copy.catch(() => copies.delete(path));
  }
  return key === undefined ? copy : `${await copy}:${key}`;
}

async function copyTable(address: string, listeners: Listeners): Promise<string> {
  const folder = makeCopyFolder();
  const { copy } = sources[schemeOf(address)];
  if (copy === false) {
    throw new ConfigError(
      `${withoutPassword(address)} cannot be read as a table, because what was read from it is gone. ` +
        'Watch it, or store its rows in a file first.',
    );
  }
  const path = await (copy
    ? copy(address, folder, listeners)
    : copyRecords(openSource(address), folder, listeners));
  return extname(path) === '' ? nameByContent(path) : path;
}

/** Endings by the first bytes of a file; a text table has none of these. */
const SIGNATURES = [
  ['504b0304', '.xlsx'],
  ['50415231', '.parquet'],
  ['4152524f5731', '.arrow'],
  ['894844460d0a', '.h5'],
  ['934e554d5059', '.npy'],
  ['1f8b', '.csv.gz'],
] as const;

/** Names a copy after what it holds. */
async function nameByContent(path: string): Promise<string> {
  const handle = await open(path);
  const head = Buffer.alloc(8);
  try {
    await handle.read(head, 0, head.length, 0);
  } finally {
    await handle.close();
  }
  const ending =
    SIGNATURES.find(([start]) => head.toString('hex').startsWith(start))?.[1] ?? '.csv';
  await rename(path, `${path}${ending}`);
  return `${path}${ending}`;
}
