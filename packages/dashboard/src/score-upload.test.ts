/** Uploads over HTTP: the file that `anodec score` writes, and tables that are refused. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LimitsConfig, ListenConfig, type RunningServer } from '@anodec/http';
import { openRun, prepareTables, scoresToCsv, scoreTable, trainRun } from '@anodec/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScoredUpload } from './api-types.js';
import { DashboardConfig } from './settings.js';
import { startDashboard } from './start-dashboard.js';
import { type ExampleLogs, exampleLogs } from './testing/example-logs.js';
import { labTable } from './testing/lab-table.js';

let example: ExampleLogs;
let server: RunningServer;
const table = labTable(200, 2000, true);

beforeAll(async () => {
  example = await exampleLogs();
  const normal = join(example.logs, 'normal.csv');
  writeFileSync(normal, labTable(800, 0));
  const place = { dataRoot: join(example.logs, 'data'), logs: example.logs };
  const { paths } = await prepareTables({ normal, paths: place });
  await trainRun({ paths, detector: { kind: 'norm' } }); // version_2
  server = await startDashboard({
    dashboard: DashboardConfig.parse({ logs: example.logs }),
    listen: ListenConfig.parse({ port: 0 }),
    limits: LimitsConfig.parse({ bodyMegabytes: 0.1 }),
  });
});
afterAll(async () => {
  await server.stop(0);
  example.remove();
});

const send = (body: string | Uint8Array<ArrayBuffer>, name = 'new.csv', run = 'version_2') =>
  fetch(`${server.url}/api/runs/${run}/score?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body,
  });
const uploads = () => readdirSync(tmpdir()).filter((name) => name.startsWith('anodec-upload-'));

test('gives the file that anodec score writes, and what the page draws', async () => {
  const before = uploads();
  const answer = await send(table);
  const scored = (await answer.json()) as ScoredUpload;
  const path = join(example.logs, 'table.csv');
  writeFileSync(path, table);
  const { part, detection } = await scoreTable(await openRun(2, { logs: example.logs }), path);
  expect(scored.csv).toBe(scoresToCsv([part]));
  expect(scored.time).toHaveLength(200);
  expect(scored.score).toEqual(Array.from(detection.score));
  expect(scored.alarms.map(({ start }) => start)).toEqual(
    detection.alarms.map(({ start }) => start),
  );
  expect(uploads()).toEqual(before);
});

test('offers the runs that are trained, and no other', async () => {
  const page = await (await fetch(`${server.url}/score`)).text();
  expect([...page.matchAll(/<option value="(.+?)"/g)].map(([, name]) => name)).toEqual([
    'version_2',
  ]);
});

test.each([
  [table, 'new.xlsx', 'version_2', 400, 'The table must end in one of .csv'],
  [table, '../../new.csv/x', 'version_2', 400, 'The table must end in one of .csv'],
  ['', 'new.csv', 'version_2', 400, 'got an empty file'],
  ['A,B\n1,2\n', 'new.csv', 'version_2', 400, 'lacks Humidity'],
  [table, 'new.parquet', 'version_2', 400, 'table.parquet'],
  [table, 'new.csv', 'version_9', 404, 'There is no run'],
  [table, 'new.csv', '..', 404, ''],
  ['x'.repeat(200_000), 'new.csv', 'version_2', 413, 'The body must be smaller'],
])('refuses table %# with a sentence', async (body, name, run, status, sentence) => {
  const answer = await send(body, name, run);
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(sentence);
});

test('a Parquet file whose reading does not end keeps nobody waiting', async () => {
  const foreign = new URL('../../../test/fixtures/columnar/duckdb-zstd.parquet', import.meta.url);
  // a table of codes in which the library that unpacks zstd goes round in circles
  const endless = new Uint8Array(readFileSync(foreign)).fill(255, 2220, 2224);
  const gaveUp = new AbortController();
  let isOver = false;
  const upload = fetch(`${server.url}/api/runs/version_2/score?name=new.parquet`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: endless,
    signal: gaveUp.signal,
  })
    .catch(() => undefined)
    .finally(() => (isOver = true));
  await new Promise((resolve) => setTimeout(resolve, 500));
  const page = await fetch(`${server.url}/alarms`);
  expect([page.status, isOver]).toEqual([200, false]);
  gaveUp.abort();
  await upload;
});

test('writes nowhere under a name that was sent', async () => {
  const evil = join(tmpdir(), 'anodec-evil.csv');
  await send(table, `../../../../../../..${evil}`);
  await send(table, evil);
  expect(existsSync(evil)).toBe(false);
});
