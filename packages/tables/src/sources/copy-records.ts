/**
 * Writes the rows of a source into a text table: lines as they are, objects by the names of their values. The columns
 * of objects are those that any of them has, so they are written as lines of JSON first and as a table when all are
 * there, which keeps the memory small.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { checkStopped, DataError, isRecord, type Listeners, silentProgress } from '@anodec/core';
import { fileError } from '@anodec/files';
import type { Source, SourceBatch, SourceRecord } from './source.js';

type Row = Readonly<Record<string, unknown>>;

/**
 * Reads a source up to the end of what is there.
 *
 * @returns the path of the table
 * @throws DataError when there are no rows, or rows that do not fit together; StoppedError when the signal was raised
 */
export async function copyRecords(
  source: Source,
  folder: string,
  { signal, progress = silentProgress }: Listeners,
): Promise<string> {
  const path = join(folder, `${tableName(source)}.csv`);
  const spool = join(folder, 'rows.jsonl');
  const lines = await openCopy(path);
  const objects = await openCopy(spool);
  const sorter = createSorter(source.name);
  progress.begin(`Reading ${source.name}`, 0, 'rows');
  try {
    for await (const batch of source.read({ follow: false, ...(signal && { signal }) })) {
      const { texts, rows } = sorter.sort(batch);
      await writeLines(lines, texts);
      await writeLines(
        objects,
        rows.map((row) => JSON.stringify(row)),
      );
      progress.update(sorter.count());
    }
    checkStopped(signal, `reading ${source.name}`);
    const columns = sorter.columns();
    if (columns.length > 0) await writeObjects(lines, spool, columns);
  } finally {
    progress.end();
    await lines.close();
    await objects.close();
  }
  if (sorter.count() > 0) return path;
  throw new DataError(`${source.name} must have rows to be read as a table, got none.`);
}

/** The name of a table that was copied from an address: the last part of its path. */
function tableName({ name, tableName: given }: Source): string {
  const last = given ?? /([^/?]+)\/?(?:\?.*)?$/.exec(name)?.[1] ?? 'table';
  return decodeURIComponent(last).replaceAll(/[^\p{L}\p{N}._-]+/gu, '-') || 'table';
}

/** Lines and objects of a batch. */
interface Sorted {
  readonly texts: readonly string[];
  readonly rows: readonly Row[];
}

/** Tells lines of text from objects, of which a source has one or the other. */
function createSorter(name: string) {
  const columns = new Set<string>();
  let header: string | undefined;
  let count = 0;
  const refuse = (what: string): never => {
    throw new DataError(`Row ${count + 1} of ${name} must be ${what}, got another form.`);
  };
  /** Whether a line is one of the table, and no repeated line of names. */
  const takes = (line: string, isStart: boolean): boolean => {
    if (columns.size > 0) refuse('a JSON object as the rows before');
    if (header !== undefined && isStart) {
      // every file of a folder begins with the names
      if (line === header) return false;
      refuse(`the names of the columns, ${header}, as in the first file`);
    }
    header ??= line;
    return true;
  };
  return {
    columns: () => [...columns],
    count: () => count,
    sort({ records, isStart = false }: SourceBatch): Sorted {
      const texts: string[] = [];
      const rows: Row[] = [];
      for (const [i, record] of records.entries()) {
        if (typeof record === 'string' && !record.trimStart().startsWith('{')) {
          if (record.trim() === '' || !takes(record, isStart && i === 0)) continue;
          texts.push(record);
        } else {
          if (header !== undefined) refuse('a line of fields as the rows before');
          const row = objectIn(record) ?? refuse('a JSON object');
          for (const column of Object.keys(row)) columns.add(column);
          rows.push(row);
        }
        count++;
      }
      return { texts, rows };
    },
  };
}

function objectIn(record: SourceRecord): Row | undefined {
  if (typeof record !== 'string') return record;
  try {
    const parsed: unknown = JSON.parse(record);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

async function writeObjects(
  lines: CopyFile,
  spool: string,
  columns: readonly string[],
): Promise<void> {
  await writeLines(lines, [columns.map(csvField).join(',')]);
  let pending: string[] = [];
  for await (const line of createInterface({ input: createReadStream(spool) })) {
    const row = JSON.parse(line) as Row;
    // a line of one empty field would be no line
    pending.push(columns.map((column) => csvField(row[column])).join(',') || '""');
    if (pending.length < 1000) continue;
    await writeLines(lines, pending);
    pending = [];
  }
  await writeLines(lines, pending);
}

/** A cell of a text table; what is not there is empty. */
function csvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A file that is being written. */
interface CopyFile {
  readonly path: string;
  readonly handle: FileHandle;
  close(): Promise<void>;
}

async function openCopy(path: string): Promise<CopyFile> {
  const handle = await open(path, 'w').catch((error: unknown) => {
    throw fileError(error, path, 'written');
  });
  return { path, handle, close: () => handle.close() };
}

async function writeLines({ path, handle }: CopyFile, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await handle.writeFile(`${lines.join('\n')}\n`).catch((error: unknown) => {
    throw fileError(error, path, 'written');
  });
}
