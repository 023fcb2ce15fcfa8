/** The devices of a fleet, from a folder of tables or from a table of identifiers and paths. */
import { type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DataError } from '@anodec/core';
import { fileError } from '@anodec/files';
import { openTable, tableFormats, type TableReader } from '@anodec/tables';

/** A device and its tables. */
export interface Device {
  /** Names its files: letters, digits, "_", "-" and ".". */
  readonly id: string;
  /** Absolute paths, each a recording, in the order of their names. */
  readonly files: readonly string[];
}

const ID = /^\w[\w.-]{0,127}$/;

/**
 * Lists devices in the order of their identifiers.
 *
 * @param path a folder, in which each table is a device and each folder one with several recordings; or a table with the
 *   columns `id` and `path`, a row for each recording, paths from the folder of the table
 * @throws DataError when there is none, an identifier cannot name a file, or two devices have one
 */
export async function listDevices(path: string): Promise<Device[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  const devices = found.isDirectory() ? await devicesInFolder(path) : await devicesInTable(path);
  if (devices.length === 0) {
    const formats = Object.keys(tableFormats).join(', ');
    throw new DataError(
      `${path} must hold at least one device, got none. Each is a table (${formats}), a folder of tables, or a row ` +
        'of a table of devices.',
    );
  }
  return devices.sort((x, y) => (x.id < y.id ? -1 : 1));
}

async function devicesInFolder(path: string): Promise<Device[]> {
  const devices = new Map<string, Device>();
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const device = await deviceOf(resolve(path), entry);
    if (!device) continue;
    checkId(device.id, join(path, entry.name));
    const other = devices.get(device.id);
    if (other) {
      throw new DataError(
        `Each device of ${path} must have a name of its own, got ${device.id} for ${basename(other.files[0])} and ` +
          `${entry.name}. Rename one, or put recordings of one device into a folder.`,
      );
    }
    devices.set(device.id, device);
  }
  return [...devices.values()];
}

/** The device of an entry of a folder; undefined where it is none: hidden, or no table. */
async function deviceOf(folder: string, entry: Dirent): Promise<Device | undefined> {
  const { name } = entry;
  if (name.startsWith('.')) return undefined;
  const path = join(folder, name);
  if (entry.isDirectory()) {
    const files = (await readdir(path)).filter((file) => endingOf(file) !== undefined);
    return files.length === 0
      ? undefined
      : { id: name, files: files.sort().map((file) => join(path, file)) };
  }
  const ending = endingOf(name);
  return ending === undefined ? undefined : { id: name.slice(0, -ending.length), files: [path] };
}

/** The ending of a table, the longest that fits: ".csv.gz". */
function endingOf(name: string): string | undefined {
  const lower = name.toLowerCase();
  return Object.keys(tableFormats)
    .filter((ending) => lower.endsWith(ending) && lower.length > ending.length)
    .sort((x, y) => y.length - x.length)
    .at(0);
}

async function devicesInTable(path: string): Promise<Device[]> {
  const table = await openTable(path);
  try {
    const files = new Map<string, string[]>();
    const folder = dirname(resolve(path));
    for await (const { id, file, row } of rowsOf(table)) {
      checkId(id, `Row ${row} of ${path}`);
      if (file === '') {
        throw new DataError(
          `Row ${row} of ${path} must have the path of a table for device ${id}, got none. Name it, or remove the row.`,
        );
      }
      const paths = files.get(id) ?? [];
      paths.push(resolve(folder, file));
      files.set(id, paths);
    }
    return [...files].map(([id, paths]) => ({ id, files: paths }));
  } finally {
    await table.close();
  }
}

async function* rowsOf(table: TableReader) {
  const { columns, source } = table;
  const at = (name: string) => {
    const index = columns.findIndex((column) => column.name.trim().toLowerCase() === name);
    if (index >= 0) return { ...columns[index], index };
    const got = columns.map((column) => column.name).join(', ');
    throw new DataError(`${source} must have the columns id and path, got ${got}. Name them so.`);
  };
  const [id, path] = [at('id'), at('path')];
  const texts = columns.filter(({ kind }) => kind === 'text');
  const numbers = columns.filter(({ kind }) => kind !== 'text');
  for await (const chunk of table.chunks()) {
    const cell = ({ index }: typeof id, row: number): string => {
      const text = texts.indexOf(columns[index]);
      if (text >= 0) return chunk.texts[text][row].trim();
      const number = chunk.numbers[row * numbers.length + numbers.indexOf(columns[index])];
      return Number.isNaN(number) ? '' : String(number); // identifiers may be numbers
    };
    for (let row = 0; row < chunk.rows; row++) {
      yield { id: cell(id, row), file: cell(path, row), row: chunk.firstRow + row };
    }
  }
}

function checkId(id: string, where: string): void {
  if (ID.test(id)) return;
  throw new DataError(
    `${where} must name a device by letters, digits, "_", "-" and ".", got ${JSON.stringify(id)}. Rename it.`,
  );
}
