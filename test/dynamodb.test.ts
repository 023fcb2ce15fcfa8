/** Items of DynamoDB, in a table on a server that the test starts and in files of every form. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { openRun, prepareTables, trainRun } from '@anodec/pipeline';
import { liveFiles } from '@anodec/runs';
import { watch, WatchConfig } from '@anodec/stream';
import { openSource, openTable, type TableReader } from '@anodec/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BIN, createWorkplace } from './anodec-command.js';
import { KEYS, startDynamo, withEnvironment } from './aws-servers.js';
import { chunksOf, take } from './read-source.js';
import { createBench, plantTable, tinySettings } from './trust/plant.js';

const folder = createWorkplace();
let stop: () => Promise<void>;
let restore: () => void;
let client: DynamoDBClient;
beforeAll(async () => {
  const server = await startDynamo();
  ({ stop } = server);
  restore = withEnvironment({ ...KEYS, AWS_ENDPOINT_URL_DYNAMODB: server.endpoint });
  client = new DynamoDBClient({ region: 'us-east-1', endpoint: server.endpoint });
  await createTable('sorted', 'timestamp');
  await createTable('unsorted');
});
afterAll(async () => {
  client.destroy();
  restore();
  await stop();
  folder.remove();
});

/** A table of items by device, and by time where they are sorted. */
async function createTable(name: string, sort?: string) {
  const keys = [
    { AttributeName: sort ? 'uid' : 'id', KeyType: 'HASH' as const },
    ...(sort ? [{ AttributeName: sort, KeyType: 'RANGE' as const }] : []),
  ];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      KeySchema: keys,
      AttributeDefinitions: keys.map(({ AttributeName }, i) => ({
        AttributeName,
        AttributeType: i === 0 ? 'S' : 'N',
      })),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
}

interface Reading {
  readonly uid: string;
  readonly time: number;
  readonly data: Readonly<Record<string, number>>;
  /** Characters beside the readings, which make a page full. */
  readonly padding?: number;
  /** The time as a text. */
  readonly when?: string;
}

async function write(table: string, readings: readonly Reading[]) {
  const requests = readings.map(
    ({ uid, time, data, padding = 0, when }): WriteRequest => ({
      PutRequest: {
        Item: {
          id: { S: `${uid} ${time}` },
          uid: { S: uid },
          timestamp: { N: String(time) },
          payload: { M: { data: { M: described(data) } } },
          ...(when !== undefined && { when: { S: when } }),
          ...(padding > 0 && { padding: { S: 'x'.repeat(padding) } }),
        },
      },
    }),
  );
  for (let start = 0; start < requests.length; start += 25) {
    const RequestItems = { [table]: requests.slice(start, start + 25) };
    await client.send(new BatchWriteItemCommand({ RequestItems }));
  }
}

function described(data: Readonly<Record<string, number>>) {
  return Object.fromEntries(Object.entries(data).map(([k, v]) => [k, { N: String(v) }]));
}

async function rowsOf(table: TableReader) {
  const rows: number[][] = [];
  for (const { numbers, rows: count } of await chunksOf(table)) {
    const K = numbers.length / count;
    for (let r = 0; r < count; r++) rows.push([...numbers.subarray(r * K, (r + 1) * K)]);
  }
  return { names: table.columns.map(({ name }) => name), rows };
}

const FIVE = ['TimeStamp', 'Humidity', 'Pressure', 'Light_Level', 'Temperature'];

test.each(['sorted', 'unsorted'])(
  'of a table that is %s, one device is read over pages in the order of time',
  async (table) => {
    // 1,500 items of 2 kB, three pages; those of another device whose name begins alike are none of them
    const times = Array.from({ length: 1500 }, (_, i) => 1_600_000_000 + ((i * 7) % 1500));
    const readings = times.map((time): Reading => {
      const level = time - 1_600_000_000;
      const data = { temperature: level, humidity: 1, pressure: 2, light_level: 3 };
      return { uid: 'lab_1', time, data, padding: 2000 };
    });
    await write(table, readings);
    await write(table, [{ uid: 'lab_12', time: 1_600_000_001, data: { temperature: -1 } }]);
    const { names, rows } = await rowsOf(
      await openTable(`dynamodb://us-east-1/${table}?uid=lab_1&columns=lab`),
    );
    expect(names).toEqual(FIVE);
    expect(rows.map((row) => row[4])).toEqual(Array.from({ length: 1500 }, (_, i) => i));
    expect(rows[9]).toEqual([1_600_000_009, 1, 2, 3, 9]);
  },
);

test('an item without a value has a missing reading, and later items follow', async () => {
  await write('sorted', [
    { uid: 'lab_2', time: 20, data: { level: 2 } },
    { uid: 'lab_2', time: 10, data: { level: 1, flow: 5 } },
  ]);
  const address =
    'dynamodb://us-east-1/sorted?uid=lab_2&columns=Level:payload.data.level,Flow:payload.data.flow';
  const first = await take(address);
  expect(first.records).toEqual([
    { Level: 1, Flow: 5 },
    { Level: 2, Flow: null },
  ]);
  expect(first.position).toEqual({ time: 20 });
  const more = take(address, { from: first.position, records: 1 });
  await write('sorted', [{ uid: 'lab_2', time: 30, data: { flow: 7 } }]);
  expect((await more).records).toEqual([{ Level: null, Flow: 7 }]);
});

test('a watch that is killed goes on behind the last item that it stored, and scores each once', async () => {
  const bench = createBench();
  const { paths } = await prepareTables(bench.tables('plant'));
  const { run } = await trainRun(tinySettings(paths, { kind: 'pca' }));
  const [, ...rows] = plantTable({ rows: 120, from: 400 }).trimEnd().split('\n');
  const readings = rows.map((row): Reading => {
    const [time, A, B, C] = row.split(',');
    const data = { A: Number(A), B: Number(B), C: Number(C) };
    return { uid: 'lab_3', time: Date.parse(time), when: time, data };
  });
  const columns = ['A', 'B', 'C'].map((name) => `${name}:payload.data.${name}`).join(',');
  const address = `dynamodb://us-east-1/sorted?uid=lab_3&columns=time:when,${columns}`;
  await write('sorted', readings.slice(0, 50));
  const args = ['watch', run.path, '--from', address];
  const child = spawn(
    process.execPath,
    [BIN, ...args, '--out', join(bench.path, 'killed'), '--to', 'stdout'],
    {
      cwd: bench.path,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  for await (const chunk of child.stdout) if (String(chunk).includes('"row":49,')) break;
  child.kill('SIGKILL');
  await once(child, 'exit');
  await write('sorted', readings.slice(50));
  const scored = async (name: string) => {
    const { taken, before, finished } = await watch({
      artifact: await openRun(run.path),
      source: openSource(address),
      sinks: [],
      folder: join(bench.path, name),
      settings: WatchConfig.parse({ once: true }),
    });
    expect([taken, finished]).toEqual([120, true]);
    return { before, lines: readFileSync(liveFiles(join(bench.path, name)).lines, 'utf8') };
  };
  const [killed, whole] = [await scored('killed'), await scored('whole')];
  bench.remove();
  expect(killed.lines).toBe(whole.lines);
  // what it had delivered before the kill may not have been stored
  expect([0, 50]).toContain(killed.before);
});

test('says what is wrong with a table, its time or its columns', async () => {
  const open = (rest: string) => openTable(`dynamodb://us-east-1/${rest}`);
  await expect(open('nowhere?uid=a')).rejects.toThrow('The table nowhere must exist');
  await expect(open('sorted?uid=lab_2&time=when')).rejects.toThrow(
    'must have a time in `when` to be sorted by, got one with id, uid, timestamp, payload.data.level',
  );
  await expect(open('sorted?uid=lab_2&columns=Level:payload.none')).rejects.toThrow(
    'must have payload.none for the column Level, but no item has it.',
  );
  await expect(open('sorted?columns=Level')).rejects.toThrow('`columns` must be lab or a list');
  await expect(openTable('dynamodb://us-east-1')).rejects.toThrow('must name a region and a table');
});

/** Two items of one device, the later one first, and one of another device. */
const items = [
  { uid: 'lab_1', timestamp: 1_600_000_030, temperature: 21.5 },
  { uid: 'lab_1', timestamp: 1_600_000_000, temperature: 20 },
  { uid: 'lab_12', timestamp: 1_600_000_000, temperature: -1 },
].map(({ uid, timestamp, temperature }) => ({
  uid: { S: uid },
  timestamp: { N: String(timestamp) },
  payload: {
    M: {
      data: {
        M: described({ temperature, humidity: 40, pressure: 1013, light_level: 300 }),
      },
    },
  },
}));

const lines = items.map((Item) => JSON.stringify({ Item })).join('\n');

test.each<[string, string | Uint8Array]>([
  ['scan.json', JSON.stringify({ Items: items, Count: 3 })],
  ['export.json', lines],
  ['export.json.gz', gzipSync(lines)],
  [
    'console.csv',
    `"uid (S)","timestamp (N)","payload (M)"\n${items
      .map(({ uid, timestamp, payload }) =>
        [uid.S, timestamp.N, JSON.stringify(payload.M).replaceAll('"', '""')]
          .map((cell) => `"${cell}"`)
          .join(','),
      )
      .join('\n')}\n`,
  ],
])('the items of %s are those of the table', async (name, contents) => {
  folder.write(name, contents);
  const path = join(folder.path, name);
  const { names, rows } = await rowsOf(
    await openTable(`dynamodb-export:${path}?uid=lab_1&columns=lab`),
  );
  expect(names).toEqual(FIVE);
  expect(rows).toEqual([
    [1_600_000_000, 40, 1013, 300, 20],
    [1_600_000_030, 40, 1013, 300, 21.5],
  ]);
});

test('a payload in notation with times as texts has the five columns as numbers', async () => {
  const cell = (time: string, temperature: string) =>
    JSON.stringify({
      timestamp: { S: time },
      data: {
        M: {
          temperature: { S: temperature },
          humidity: { S: '40' },
          pressure: { S: '9' },
          light_level: { S: '3' },
        },
      },
    }).replaceAll('"', '""');
  const rows = [`"${cell('1600000030', '21.5')}"`, `"${cell('1600000000', '20')}"`];
  folder.write('historic.csv', `id,payload\n1,${rows[0]}\n2,${rows[1]}\n`);
  const path = join(folder.path, 'historic.csv');
  const table = await openTable(`dynamodb-export:${path}?columns=lab`);
  expect(await rowsOf(table)).toEqual({
    names: FIVE,
    rows: [
      [1_600_000_000, 40, 9, 3, 20],
      [1_600_000_030, 40, 9, 3, 21.5],
    ],
  });
  folder.write('broken.csv', 'id,payload\n1,"{""a"": "\n');
  await expect(openTable(`dynamodb-export:${folder.path}/broken.csv`)).rejects.toThrow(
    'broken.csv, row 2, column payload must hold JSON',
  );
});
