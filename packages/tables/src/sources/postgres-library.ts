/** PostgreSQL connections; the only file that knows the package pg, which it loads when one is opened. */
import { ConfigError, DataError } from '@anodec/core';
import { credentialsOf } from './address.js';
import { optionalPackage } from '@anodec/files';

/** A row by the names of its columns: texts as the server writes them, truth values, null. */
export type PostgresRow = Readonly<Record<string, string | boolean | null>>;

/** A connection to a database, in which nothing can be changed. */
export interface PostgresConnection {
  /**
   * Runs one query.
   *
   * @throws DataError when the server refuses it; an Error when the connection is lost
   */
  query(text: string, values?: readonly string[]): Promise<PostgresRow[]>;
  close(): Promise<void>;
}

const CONNECT_MILLISECONDS = 10_000;
/** The type of truth values, by its number in PostgreSQL's catalogue. */
const BOOLEAN = 16;

/**
 * Connects to a database; user and password are ANODEC_POSTGRES_USERNAME and ANODEC_POSTGRES_PASSWORD of the
 * environment, or else what every client of PostgreSQL looks for: PGUSER, PGPASSWORD, PGSSLMODE, ~/.pgpass.
 *
 * @throws ConfigError when the package is not installed; DataError when the server refuses; an Error when there is no
 *   connection
 */
export async function connectPostgres(url: URL, name: string): Promise<PostgresConnection> {
  const { default: pg } = await optionalPackage(import('pg'), 'pg', 'PostgreSQL');
  const { username, password } = credentialsOf('ANODEC_POSTGRES');
  const client = new pg.Client({
    host: decodeURIComponent(url.hostname) || undefined,
    ...(url.port !== '' && { port: Number(url.port) }),
    database: decodeURIComponent(url.pathname.slice(1)),
    ...(username !== undefined && { user: username }),
    ...(password !== undefined && { password }),
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    application_name: 'anodec',
    types: { getTypeParser: (type: number) => (type === BOOLEAN ? isTrue : asText) },
  });
  client.on('error', () => {}); // what waits for an answer hears of it
  const asked = async <R>(work: () => Promise<R>): Promise<R> => {
    try {
      return await work();
    } catch (error) {
      throw postgresError(error, name);
    }
  };
  await asked(() => client.connect());
  const connection: PostgresConnection = {
    async query(text, values = []) {
      // one statement alone is taken in this way, whatever the text holds
      const request = { text, values: [...values], queryMode: 'extended' };
      const { rows } = await asked(() => client.query<PostgresRow>(request));
      return rows;
    },
    close: () => client.end(),
  };
  try {
    for (const setting of [
      'default_transaction_read_only = on',
      "TimeZone = 'UTC'",
      "DateStyle = 'ISO'",
    ]) {
      await connection.query(`SET ${setting}`);
    }
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  return connection;
}

function asText(text: string): string {
  return text;
}

function isTrue(text: string): boolean {
  return text === 't';
}

/** Classes of errors that may pass: lost connections, too few resources, a server that shuts down. */
const PASSING = ['08', '53', '57', '40'];

/** Source: PostgreSQL documentation, appendix A, "PostgreSQL Error Codes". */
function postgresError(error: unknown, name: string): unknown {
  if (!(error instanceof Error)) return error;
  const code: unknown = Reflect.get(error, 'code');
  const { message } = error;
  if (/password must be a string|no pg_hba|SASL/i.test(message)) return refusedUser(name, message);
  if (typeof code !== 'string' || !/^[\dA-Z]{5}$/.test(code)) return error;
  if (PASSING.includes(code.slice(0, 2))) return error;
  if (code.startsWith('28')) return refusedUser(name, message);
  return new DataError(`${name} must answer the query, got: ${message}. Correct the address.`);
}

function refusedUser(name: string, message: string): ConfigError {
  return new ConfigError(
    `${name} must be open to this user, got: ${message}. Set ANODEC_POSTGRES_USERNAME and ` +
      'ANODEC_POSTGRES_PASSWORD, or PGUSER and PGPASSWORD, in the environment.',
  );
}
