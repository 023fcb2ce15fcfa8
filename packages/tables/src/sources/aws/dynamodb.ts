/**
 * Source: the items of a DynamoDB table, flattened and sorted by time. Where the table is asked for one device, which
 * is its partition key, and is sorted by time, only later items are asked for as more come; else it is looked through
 * from its beginning each time. The position is the time of the last item, so an item that comes later with an
 * earlier time is not seen.
 */
import { ConfigError, isUserError } from '@anodec/core';
import { parseAddress } from '../address.js';
import { createRetries, type Retries } from '../retry.js';
import { type ReadOptions, type Source, type SourceBatch, waitFor } from '../source.js';
import { AWS_OPTIONS, type AwsSettings, awsSettings } from './aws-settings.js';
import { type Item, type ItemTable, openItemTable, type PageKey } from './dynamodb-library.js';
import {
  checkColumns,
  chooseColumns,
  compareTimes,
  isChosen,
  type ItemChoice,
  itemChoice,
  sortByTime,
  timeIn,
} from './item-columns.js';
import { type FlatRow, flattenItem } from './notation.js';

/** Between two looks for new items: of those after the last one, and of all. */
const POLL_MILLISECONDS = { query: 2000, scan: 10_000 };
/** Rows that are given out together. */
const BATCH_ROWS = 1000;

/** Table and choice of an address such as dynamodb://us-east-1/plant?uid=sensor_1. */
interface TableAddress {
  readonly name: string;
  readonly table: string;
  readonly settings: AwsSettings;
  readonly choice: ItemChoice;
}

/** @throws ConfigError when there is no table */
function parseTableAddress(address: string): TableAddress {
  const url = parseAddress(address, 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  const table = decodeURIComponent(url.pathname.slice(1));
  if (table === '' || table.includes('/') || url.hostname === '') {
    throw new ConfigError(
      'A DynamoDB address must name a region and a table, such as dynamodb://us-east-1/plant?uid=sensor_1, ' +
        `got ${url.protocol}//${url.host}${url.pathname}.`,
    );
  }
  const settings = awsSettings(url, 'DYNAMODB', url.hostname);
  return {
    name: `dynamodb://${url.hostname}/${table}${choiceText(url)}`,
    table,
    settings,
    choice: itemChoice(url, AWS_OPTIONS),
  };
}

/** The options that choose items; where they are reached is no part of the name. */
function choiceText(url: URL): string {
  const chosen = [...url.searchParams].filter(([name]) => !AWS_OPTIONS.includes(name));
  return chosen.length === 0 ? '' : `?${new URLSearchParams(chosen).toString()}`;
}

/** The items of a table. @throws ConfigError when the address names none */
export function dynamoTable(address: string): Source {
  const place = parseTableAddress(address);
  return {
    name: place.name,
    tableName: place.table,
    canResume: true,
    read: (options) => readTable(place, options),
  };
}

async function* readTable(place: TableAddress, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const { name, table: tableName, settings, choice } = place;
  const { from, follow, signal } = options;
  const isStopped = (): boolean => signal?.aborted === true;
  const retries = createRetries(name, options);
  let after = from?.time;
  let table: ItemTable | undefined;
  try {
    while (!isStopped()) {
      try {
        table ??= await openItemTable(tableName, settings, Object.keys(choice.filters));
        const rows = await laterRows(table, place, { after, signal, retries });
        if (isStopped()) return;
        // later on an item may lack a value, which is then missing
        if (after === undefined) checkColumns(rows, choice, name);
        yield* batchesOf(rows, choice, name);
        const last = rows.at(-1);
        if (last) after = timeIn(last, choice, name);
      } catch (error) {
        if (isStopped()) return;
        if (isUserError(error)) throw error;
        await retries.failed(error);
        continue;
      }
      if (!follow) return;
      const { query, scan } = POLL_MILLISECONDS;
      await waitFor(table.sortKey === choice.time ? query : scan, signal);
    }
  } finally {
    table?.close();
  }
}

/** The rows after a time, page by page; a page that fails is asked for again, and not those before it. */
async function laterRows(
  table: ItemTable,
  { choice, name }: TableAddress,
  {
    after,
    signal,
    retries,
  }: {
    readonly after: number | string | undefined;
    readonly signal: AbortSignal | undefined;
    readonly retries: Retries;
  },
): Promise<readonly FlatRow[]> {
  const items: Item[] = [];
  const isSorted = table.sortKey === choice.time;
  const request = {
    filters: choice.filters,
    ...(isSorted && after !== undefined && { after }),
  };
  let next: PageKey | undefined;
  let isLast = false;
  while (!isLast) {
    if (signal?.aborted) return [];
    try {
      const page = await table.page(request, next, signal);
      items.push(...page.items);
      ({ next } = page);
      isLast = next === undefined;
      retries.succeeded();
    } catch (error) {
      if (isUserError(error) || signal?.aborted) throw error;
      await retries.failed(error);
    }
  }
  const rows = items.map(flattenItem).filter((row) => isChosen(row, choice));
  const sorted = sortByTime(rows, choice, name);
  if (after === undefined) return sorted;
  return sorted.filter((row) => compareTimes(timeIn(row, choice, name), after) > 0);
}

/** Sorted rows in pieces, each with the time of its last one. */
export function* batchesOf(
  rows: readonly FlatRow[],
  choice: ItemChoice,
  name: string,
): Generator<SourceBatch> {
  const timeAt = (i: number): number | string => timeIn(rows[i], choice, name);
  for (let start = 0; start < rows.length; ) {
    let end = Math.min(rows.length, start + BATCH_ROWS);
    // rows of the same time stay together, since the position is their time
    while (end < rows.length && timeAt(end) === timeAt(end - 1)) end++;
    yield {
      records: rows.slice(start, end).map((row) => chooseColumns(row, choice)),
      position: { time: timeAt(end - 1) },
    };
    start = end;
  }
}
