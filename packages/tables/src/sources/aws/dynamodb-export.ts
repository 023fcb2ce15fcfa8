/**
 * Source: a file with items of a DynamoDB table, flattened and sorted by time. It may be a text table with a column of
 * items as JSON, a JSON document as `aws dynamodb scan` writes it, or lines of JSON as an export into S3 has them,
 * packed with gzip or not; on this machine, in S3 or on an HTTP server.
 */
import { basename } from 'node:path';
import { ConfigError, DataError, isRecord } from '@anodec/core';
import { openText } from '../../csv/csv-text.js';
import { readCsvRows } from '../../csv/csv-rows.js';
import { makeCopyFolder } from '../copy-folder.js';
import { copyHttpFile } from '../http.js';
import type { ReadOptions, Source, SourceBatch } from '../source.js';
import { AWS_OPTIONS } from './aws-settings.js';
import { batchesOf } from './dynamodb.js';
import {
  checkColumns,
  compareTimes,
  isChosen,
  type ItemChoice,
  itemChoice,
  sortByTime,
  timeIn,
} from './item-columns.js';
import { type FlatRow, flattenItem } from './notation.js';
import { copyS3Object } from './s3.js';

/** The items of a file. @throws ConfigError when the address names none */
export function dynamoExport(address: string): Source {
  const [, path, query] = /^[^:]*:([^?]*)\??(.*)$/s.exec(address) ?? [];
  if (!path) {
    throw new ConfigError(
      'The address of an export of DynamoDB must name a file, such as dynamodb-export:plant.csv?uid=sensor_1.',
    );
  }
  const options = new URL(`export:?${query}`);
  const choice = itemChoice(options, AWS_OPTIONS);
  const connecting = [...options.searchParams].filter(([name]) => AWS_OPTIONS.includes(name));
  const inner =
    connecting.length > 0 ? `${path}?${new URLSearchParams(connecting).toString()}` : path;
  return {
    name: `dynamodb-export:${path}`,
    tableName: basename(path).replace(/(\.csv|\.json|\.gz)+$/i, ''),
    canResume: true,
    read: (given) => readExport(inner, choice, given),
  };
}

async function* readExport(
  address: string,
  choice: ItemChoice,
  { from, signal, reached }: ReadOptions,
): AsyncGenerator<SourceBatch> {
  const path = await fileOf(address, signal);
  const items = await readItems(path);
  reached?.();
  const source = basename(path);
  const rows = items.map(flattenItem).filter((row) => isChosen(row, choice));
  checkColumns(rows, choice, source);
  const sorted = sortByTime(rows, choice, source);
  const after = from?.time;
  const isLater = (row: FlatRow): boolean =>
    after === undefined || compareTimes(timeIn(row, choice, source), after) > 0;
  for (const batch of batchesOf(sorted.filter(isLater), choice, source)) {
    if (signal?.aborted) return;
    yield batch;
  }
}

async function fileOf(address: string, signal: AbortSignal | undefined): Promise<string> {
  const listeners = signal ? { signal } : {};
  if (/^s3:/i.test(address)) return copyS3Object(address, makeCopyFolder(), listeners);
  if (/^https?:/i.test(address)) return copyHttpFile(address, makeCopyFolder(), listeners);
  return address;
}

type Item = Readonly<Record<string, unknown>>;

async function readItems(path: string): Promise<readonly Item[]> {
  if (/\.csv(\.gz)?$/i.test(path)) return readCsvItems(path);
  const { source, pieces } = await openText(path);
  let text = '';
  for await (const piece of pieces) text += piece.text;
  const whole = parsed(text);
  const listed = isRecord(whole) && Array.isArray(whole.Items) ? whole.Items : whole;
  if (Array.isArray(listed))
    return listed.map((item, i) => itemIn(item, `${source}, item ${i + 1}`));
  const lines = text.split(/\r?\n/).map((line, i) => ({ line, place: `${source}, line ${i + 1}` }));
  return lines
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => itemIn(parsed(line), place));
}

/** The document in a text; undefined where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An export into S3 has each item below the name `Item`. */
function itemIn(value: unknown, place: string): Item {
  if (isRecord(value)) return isRecord(value.Item) ? value.Item : value;
  throw new DataError(
    `${place} must be an item as a JSON object, got something else. Export the table again.`,
  );
}

/** Rows of a text table; a cell that holds an object, or a list, holds a part of the item. */
async function readCsvItems(path: string): Promise<readonly Item[]> {
  const [header = [], ...rows] = await readCsvRows(path);
  // the console of AWS writes the type of an attribute behind its name
  const names = header.map((name) => (name ?? '').trim().replace(/ \([A-Z]{1,4}\)$/, ''));
  const source = basename(path);
  return rows.flatMap((cells, i) => {
    if (cells.length === 0) return [];
    const place = (column: string): string => `${source}, row ${i + 2}, column ${column}`;
    return [
      Object.fromEntries(
        names.flatMap((name, k) => (name === '' ? [] : [[name, cellValue(cells[k], place(name))]])),
      ),
    ];
  });
}

function cellValue(cell: string | null | undefined, place: string): unknown {
  if (cell === null || cell === undefined) return null;
  if (!/^\s*[{[]/.test(cell)) return cell;
  const value = parsed(cell);
  if (value !== undefined) return value;
  throw new DataError(
    `${place} must hold JSON where it begins with a bracket, got ${cell.slice(0, 60)}.`,
  );
}
