/**
 * Source: the rows of a PostgreSQL query or table, TimescaleDB's too. With a `key`, a column that only grows, rows
 * behind the last one are asked for as they come, and its value is the position; a row that is stored later with a
 * smaller key is not seen. Without one the rows come as the query gives them, once.
 */
import { ConfigError, DataError, isUserError } from '@anodec/core';
import { parseAddress } from './address.js';
import { addressOption, checkAddressOptions } from './address-options.js';
import { connectPostgres, type PostgresConnection, type PostgresRow } from './postgres-library.js';
import { createRetries } from './retry.js';
import { type ReadOptions, type Source, type SourceBatch, waitFor } from './source.js';

/** Rows at a time. */
const COUNT = 5000;
/** Between two questions whether there is more. */
const POLL_MILLISECONDS = 1000;
/** Name of the position beside the columns of the query. */
const POSITION = 'anodec_position';

/** Database and query of an address such as postgres://server.example/plant?table=rows&key=time. */
interface PostgresAddress {
  readonly url: URL;
  readonly name: string;
  readonly query: string;
  readonly key: string | undefined;
}

/** @throws ConfigError when there is no database, or neither a query nor a table */
function parsePostgresAddress(address: string): PostgresAddress {
  const url = parseAddress(address, 'ANODEC_POSTGRES_USERNAME and ANODEC_POSTGRES_PASSWORD');
  checkAddressOptions('A PostgreSQL address', url, ['query', 'table', 'key']);
  const [query, table] = [addressOption(url, 'query'), addressOption(url, 'table')];
  const place = `${url.protocol}//${url.host}${url.pathname}`;
  if (url.pathname.length < 2 || (query === undefined) === (table === undefined)) {
    throw new ConfigError(
      `A PostgreSQL address must name a database and either a query or a table, such as ` +
        `postgres://server.example/plant?query=SELECT * FROM rows, got ${place}.`,
    );
  }
  const key = addressOption(url, 'key');
  const named = table ?? query;
  return {
    url,
    name: `${place}?${new URLSearchParams({ [table ? 'table' : 'query']: named ?? '' }).toString()}`,
    query:
      query?.replace(/[;\s]+$/, '') ?? `SELECT * FROM ${table?.split('.').map(quoted).join('.')}`,
    key,
  };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The rows of a query. @throws ConfigError when the address names none */
export function postgresRows(address: string): Source {
  const place = parsePostgresAddress(address);
  const table = addressOption(place.url, 'table');
  return {
    name: place.name,
    tableName: table ?? place.url.pathname.slice(1),
    canResume: place.key !== undefined,
    read: (options) =>
      place.key ? readBehind(place, place.key, options) : readOnce(place, options),
  };
}

async function* readBehind(
  { url, name, query }: PostgresAddress,
  key: string,
  options: ReadOptions,
): AsyncGenerator<SourceBatch> {
  const { from, follow, signal } = options;
  const isStopped = (): boolean => signal?.aborted === true;
  const retries = createRetries(name, options);
  const column = `q.${quoted(key)}`;
  // rows of the same key stay together, since the position is their key
  const ask = (condition: string): string =>
    `SELECT q.*, ${column}::text AS ${POSITION} FROM (${query}) AS q ${condition} ` +
    `ORDER BY ${column} FETCH FIRST ${COUNT} ROWS WITH TIES`;
  let last = from?.key;
  while (!isStopped()) {
    let connection: PostgresConnection | undefined;
    try {
      connection = await connectPostgres(url, name);
      while (!isStopped()) {
        const rows: readonly PostgresRow[] = await (last === undefined
          ? connection.query(ask(`WHERE ${column} IS NOT NULL`))
          : connection.query(ask(`WHERE ${column} > $1`), [String(last)]));
        retries.succeeded();
        last = rows.at(-1)?.[POSITION]?.toString() ?? last;
        if (rows.length > 0 && last !== undefined) {
          yield { records: rows.map(recordOf), position: { key: last } };
        } else if (follow) await waitFor(POLL_MILLISECONDS, signal);
        else return;
      }
    } catch (error) {
      if (isUserError(error)) throw error;
      await retries.failed(error);
    } finally {
      await connection?.close().catch(() => {});
    }
  }
}

function recordOf(row: PostgresRow): PostgresRow {
  const { [POSITION]: _position, ...record } = row;
  return record;
}

async function* readOnce(
  { url, name, query }: PostgresAddress,
  options: ReadOptions,
): AsyncGenerator<SourceBatch> {
  const { follow, signal, from } = options;
  const isStopped = (): boolean => signal?.aborted === true;
  if (follow || from) {
    throw new ConfigError(
      `${name} must name a column that only grows, such as the time, to be followed or gone on with. Add ` +
        '&key=COLUMN to the address.',
    );
  }
  const retries = createRetries(name, options);
  let connection: PostgresConnection | undefined;
  while (!connection) {
    if (isStopped()) return;
    try {
      connection = await connectPostgres(url, name);
      retries.succeeded();
    } catch (error) {
      if (isUserError(error)) throw error;
      await retries.failed(error);
    }
  }
  let done = 0;
  try {
    await connection.query('BEGIN READ ONLY');
    await connection.query(`DECLARE anodec NO SCROLL CURSOR FOR ${query}`);
    while (!isStopped()) {
      const rows = await connection.query(`FETCH ${COUNT} FROM anodec`);
      if (rows.length === 0) return;
      done += rows.length;
      yield { records: rows, position: { rows: done } };
    }
  } catch (error) {
    if (isUserError(error)) throw error;
    throw new DataError(
      `The connection to ${name} was lost after ${done} rows. Start again, or add &key=COLUMN to the address, ` +
        'with which it goes on where it was.',
      { cause: error },
    );
  } finally {
    await connection.close().catch(() => {});
  }
}
