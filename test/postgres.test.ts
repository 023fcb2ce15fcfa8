/** Rows of PostgreSQL as tables and as sources, with a server that the test starts. */
import { openSource, openTable } from '@anodec/tables';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withEnvironment } from './aws-servers.js';
import { chunksOf, numbersOf, take } from './read-source.js';
import { postgresFolder, startPostgres, type TestServer } from './servers.js';

test('refuses addresses without a query, with a password, and an option that is none', () => {
  expect(() => openSource('postgres://host/plant')).toThrow('must name a database and either');
  expect(() => openSource('postgres://me:secret@host/a')).toThrow('got postgres://***@host/a');
  expect(() => openSource('postgres://host/a?password=x')).toThrow('got "password"');
});

describe.skipIf(!postgresFolder)('PostgreSQL (skipped without postgresql)', () => {
  const password = 'secret-of-a-test';
  let server: TestServer;
  let restore: () => void;
  beforeAll(async () => {
    server = await startPostgres(password);
    restore = withEnvironment({
      ANODEC_POSTGRES_USERNAME: 'plant',
      ANODEC_POSTGRES_PASSWORD: password,
    });
  });
  afterAll(async () => {
    restore();
    await server.stop();
  });
  const at = (rest: string) => `postgres://127.0.0.1:${server.port}/postgres?${rest}`;

  /** Changes the database. */
  const execute = async (...statements: readonly string[]) => {
    const client = new Client({
      host: '127.0.0.1',
      port: server.port,
      user: 'plant',
      password,
      database: 'postgres',
    });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };

  test('a query is a table, whatever its types', async () => {
    await execute(
      'CREATE TABLE "Rows" (at timestamptz, level float8, count bigint, rate numeric, open boolean)',
      `INSERT INTO "Rows" VALUES ('2024-01-01 12:00:00+02', 0.1, 9007199254740991, 1.50, true),
        ('2024-01-01 12:00:01+02', 'NaN', NULL, -2, false)`,
    );
    const table = await openTable(at('table=public.Rows'));
    expect([table.source, table.columns.map(({ name, kind }) => `${name} ${kind}`)]).toEqual([
      'public.Rows.csv',
      ['at text', 'level number', 'count number', 'rate number', 'open number'],
    ]);
    const [chunk] = await chunksOf(table);
    expect([...chunk.numbers]).toEqual([0.1, 9007199254740991, 1.5, 1, NaN, NaN, -2, 0]);
    expect(chunk.texts).toEqual([['2024-01-01 10:00:00+00', '2024-01-01 10:00:01+00']]);
    const query = encodeURIComponent('SELECT level AS x FROM "Rows" WHERE open;');
    expect(await numbersOf(await openTable(at(`query=${query}`)))).toEqual([0.1]);
  });

  test('rows behind the last one are followed over a restart, those of one time together', async () => {
    await execute(
      'CREATE TABLE live (at timestamp, level float8)',
      `INSERT INTO live SELECT timestamp '2024-01-01' + (i / 2) * interval '1 s', i
        FROM generate_series(0, 5000) AS i`,
    );
    const address = at('table=live&key=at');
    const { records, position, notes } = await take(address, {
      records: 5003,
      async onBatch({ position: { key } }) {
        if (key !== '2024-01-01 00:41:40') return;
        await server.restart();
        await execute(
          "INSERT INTO live VALUES ('2024-01-01 00:41:41', 6000), ('2024-01-01 00:41:41', 6001)",
        );
      },
    });
    const levels = records.map((record) => Number((record as Record<string, unknown>).level));
    expect([...levels].sort((a, b) => a - b)).toEqual([
      ...Array.from({ length: 5001 }, (_, i) => i),
      6000,
      6001,
    ]);
    expect(position).toEqual({ key: '2024-01-01 00:41:41' });
    expect(notes[0]).toContain('The connection to postgres://127.0.0.1');
    expect((await take(address, { from: position })).records).toEqual([]);
  });

  test('a query can change nothing, and one without a key cannot be followed', async () => {
    const drop = encodeURIComponent('SELECT 1; DROP TABLE "Rows"');
    await expect(openTable(at(`query=${drop}`))).rejects.toThrow('cannot insert multiple commands');
    await expect(openTable(at('table=none'))).rejects.toThrow('relation "none" does not exist');
    await expect(take(at('table=Rows'), { records: 1 })).rejects.toThrow('Add &key=COLUMN');
    const remove = encodeURIComponent('WITH gone AS (DELETE FROM "Rows" RETURNING 1) SELECT 1');
    await expect(openTable(at(`query=${remove}`))).rejects.toThrow('WITH');
    expect((await take(at('table=Rows'))).records).toHaveLength(2);
  });

  test('a refusal names the variables of the environment and not what they hold', async () => {
    const back = withEnvironment({ ANODEC_POSTGRES_PASSWORD: 'another-secret' });
    const failure = await take(at('table=Rows')).catch((error: unknown) => String(error));
    back();
    expect(failure).toContain('Set ANODEC_POSTGRES_USERNAME');
    expect(failure).not.toContain('another-secret');
  });
});
