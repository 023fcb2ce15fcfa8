/** Tables and rows in S3, on a server that the test starts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportTable, localTable, openTable, replaceTable } from '@anodec/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkplace } from './anodec-command.js';
import { type AwsServer, KEYS, startS3, withEnvironment } from './aws-servers.js';
import { numbersOf, take } from './read-source.js';

const folder = createWorkplace();
let server: AwsServer;
let restore: () => void;
beforeAll(async () => {
  server = await startS3('plant');
  restore = withEnvironment({ ...KEYS, AWS_ENDPOINT_URL_S3: server.endpoint });
});
afterAll(async () => {
  restore();
  await server.stop();
  folder.remove();
});

/** Writes an object. */
const put = (key: string, text: string | Uint8Array): Promise<void> =>
  replaceTable(`s3://plant/${key}`, async (draft) => writeFileSync(draft, text));

test('a table in S3 is read where a table is named, in any format', async () => {
  await put('a/level.csv', 'time,level\n2024-01-01T00:00:00Z,1\n2024-01-01T00:00:01Z,2\n');
  const table = await openTable('s3://plant/a/level.csv');
  expect([table.source, table.columns.map(({ name }) => name)]).toEqual([
    'level.csv',
    ['time', 'level'],
  ]);
  await exportTable(table, 's3://plant/a/level.parquet');
  const stored = await openTable('s3://plant/a/level.parquet');
  expect([stored.source, (await numbersOf(stored)).filter((x) => x < 10)]).toEqual([
    'level.parquet',
    [1, 2],
  ]);
  const copy = await localTable('s3://plant/a/level.parquet');
  expect(readFileSync(copy).subarray(0, 4).toString()).toBe('PAR1');
  await expect(openTable('s3://plant/none.csv')).rejects.toThrow(
    's3://plant/none.csv must exist, got 404',
  );
  await expect(openTable('s3://elsewhere/none.parquet')).rejects.toThrow('must exist, got 404');
});

test('a large table is written in parts and comes back as it was', async () => {
  // 12 MB, more than two parts of five
  const bytes = Uint8Array.from({ length: 12_000_000 }, (_, i) => (i * 2654435761) >>> 24);
  await put('large.bin', bytes);
  const copy = await localTable('s3://plant/large.bin');
  expect(readFileSync(copy).equals(bytes)).toBe(true);
});

test('of a folder the objects are read in order, and those that come later', async () => {
  await put('live/1.csv', 'a,b\n1,2\n3,4\n');
  await put('live/2.csv', 'a,b\n5,6');
  const both = await take('s3://plant/live/');
  expect(both.records).toEqual(['a,b', '1,2', '3,4', 'a,b', '5,6']);
  const table = await openTable('s3://plant/live/');
  expect(await numbersOf(table)).toEqual([1, 2, 3, 4, 5, 6]);
  const more = take('s3://plant/live/', { from: both.position, records: 2 });
  await put('live/3.csv', 'a,b\n7,8\n');
  expect((await more).records).toEqual(['a,b', '7,8']);
  const middle = { key: 'live/1.csv', offset: 8 };
  const rest = await take('s3://plant/live/', { from: middle });
  expect(rest.records).toEqual(['3,4', 'a,b', '5,6', 'a,b', '7,8']);
});

test('an object that grows is followed, and nothing is lost while the server is away', async () => {
  await put('log.csv', 'a\n1\n');
  const { records, notes } = await take('s3://plant/log.csv', {
    records: 3,
    async onBatch({ position }) {
      if (position.offset !== 4) return;
      await put('log.csv', 'a\n1\n2\n');
      await server.restart();
    },
  });
  expect(records).toEqual(['a', '1', '2']);
  expect(notes.every((note) => note.includes('s3://plant/log.csv'))).toBe(true);
});

test('a server that refuses is no reason to wait, and its answer says what to do', async () => {
  // the server of the test looks at this one alone
  const back = withEnvironment({ AWS_ACCESS_KEY_ID: 'nobody' });
  try {
    await expect(openTable('s3://plant/log.csv')).rejects.toThrow(
      's3://plant/log.csv must be open to these keys, got 403',
    );
  } finally {
    back();
  }
});

test('a bucket, an option and a place of results are checked before anything is asked for', async () => {
  await expect(openTable('s3:///a.csv')).rejects.toThrow('must name a bucket');
  await expect(openTable('s3://plant/a.csv?secret=x')).rejects.toThrow(
    'An S3 address must have no option but region, endpoint, profile, got "secret".',
  );
  await expect(put('', '')).rejects.toThrow('must have a name');
  await expect(replaceTable('redis://host/a', async () => {})).rejects.toThrow(
    'must be written into a file or an address that begins with s3://',
  );
});

test('keys of a profile are taken', async () => {
  const path = join(folder.path, 'credentials');
  writeFileSync(path, '[lab]\naws_access_key_id = S3RVER\naws_secret_access_key = S3RVER\n');
  const back = withEnvironment({ AWS_SHARED_CREDENTIALS_FILE: path });
  delete process.env.AWS_ACCESS_KEY_ID;
  try {
    await put('profile.csv?profile=lab', 'a\n1\n');
    const table = await openTable('s3://plant/profile.csv?profile=lab');
    expect(await numbersOf(table)).toEqual([1]);
  } finally {
    back();
    Object.assign(process.env, KEYS);
  }
});
