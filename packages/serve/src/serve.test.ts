/** The service over HTTP: the same answers as `anodec score`, limits, faults, and artifacts that change meanwhile. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LimitsConfig, ListenConfig } from '@anodec/http';
import { openRun, scoresToCsv, scoresToJson, scoreTable } from '@anodec/pipeline';
import { exportTable, openTable } from '@anodec/tables';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExamplePlace, examplePlace } from './example-run.fixture.js';
import { serviceRoutes } from './routes.js';
import { ServeConfig } from './settings.js';
import { type RunningService, startService } from './start-service.js';

let place: ExamplePlace;
let run: string;
let service: RunningService;
const bugs: unknown[] = [];

async function start(serve: object = {}, limits: object = {}): Promise<RunningService> {
  const settings = {
    serve: ServeConfig.parse({ logs: place.logs, reloadSeconds: 0, ...serve }),
    listen: ListenConfig.parse({ port: 0 }),
    limits: LimitsConfig.parse(limits),
  };
  return startService(settings, { onBug: (error) => bugs.push(error) });
}

beforeAll(async () => {
  place = examplePlace();
  run = await place.train();
  writeFileSync(join(place.folder, 'table.csv'), place.table(120));
  service = await start({ artifacts: ['last', `plant=${run}`] });
});
afterAll(async () => {
  await service.stop(0);
  place.remove();
});

function post(
  body: string | Uint8Array<ArrayBuffer>,
  type: string,
  accept = 'application/json',
  query = '',
): Promise<Response> {
  const headers = { 'content-type': type, accept };
  return fetch(`${service.url}/artifacts/last/score${query}`, { method: 'POST', body, headers });
}

/** What an answer may hold, as far as it is looked at. */
interface Document {
  readonly status: string;
  readonly error: string;
  readonly detector: string;
  readonly run: string;
  readonly rows: unknown;
  readonly scoredRows: number;
  readonly notes: readonly string[];
  readonly repairs: readonly unknown[];
  readonly alarms: readonly { start: number; channels: readonly { channel: string }[] }[];
  readonly artifacts: readonly { fault?: string }[];
}

async function documentOf(answer: Response): Promise<Document> {
  return (await answer.json()) as Document;
}

/** What `anodec score --input table.csv` gives. */
async function expected() {
  const { part } = await scoreTable(await openRun(run), join(place.folder, 'table.csv'));
  return part;
}

describe('a scored table', () => {
  test('has the bytes that anodec score writes, with and without channel scores', async () => {
    const part = await expected();
    const csv = await post(place.table(120), 'text/csv', 'text/csv');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await csv.text()).toBe(scoresToCsv([part]));
    const channels = await post(place.table(120), 'text/csv', 'text/csv', '?channelScores=true');
    expect(await channels.text()).toBe(scoresToCsv([part], { channelScores: true }));
  });

  test('is the same as JSON, with the alarm at the spike', async () => {
    const answer = await post(place.table(120), 'text/csv');
    const { alarms, scoredRows, notes, repairs, ...scores } = await documentOf(answer);
    expect(scores).toEqual(JSON.parse(scoresToJson([await expected()])));
    expect([scoredRows, notes, repairs]).toEqual([120, [], []]);
    expect(alarms).toHaveLength(1);
    expect(new Date(alarms[0].start).toISOString()).toBe('2024-01-01T00:50:00.000Z');
    expect(alarms[0].channels[0].channel).toBe('B');
  });

  test('is the same whatever format it came in', async () => {
    const csv = await documentOf(await post(place.table(120), 'text/csv'));
    const [head, ...lines] = place.table(120).trim().split('\n');
    const names = head.split(',');
    const rows = lines.map((line) => {
      const cells = line.split(',').map((cell, c) => [names[c], c === 0 ? cell : Number(cell)]);
      return Object.fromEntries(cells) as object;
    });
    const json = await post(JSON.stringify(rows), 'application/json; charset=utf-8');
    expect((await documentOf(json)).rows).toEqual(csv.rows);
    for (const [type, ending] of [
      ['application/vnd.apache.arrow.file', 'arrow'],
      ['application/vnd.apache.parquet', 'parquet'],
    ]) {
      const path = join(place.folder, `copy.${ending}`);
      await exportTable(await openTable(join(place.folder, 'table.csv')), path);
      const answer = await post(new Uint8Array(readFileSync(path)), type);
      expect((await documentOf(answer)).rows).toEqual(csv.rows);
      const back = await post(place.table(120), 'text/csv', type);
      writeFileSync(path, new Uint8Array(await back.arrayBuffer()));
      const table = await openTable(path);
      expect(table.columns.map(({ name }) => name)).toContain('p_value');
      await table.close();
    }
  });

  test('is the same for ten clients at once as for one', async () => {
    const one = await (await post(place.table(80), 'text/csv', 'text/csv')).text();
    const many = Array.from({ length: 10 }, () => post(place.table(80), 'text/csv', 'text/csv'));
    for (const answer of await Promise.all(many)) expect(await answer.text()).toBe(one);
  });
});

describe('a fault', () => {
  test.each([
    ['A,B\n1,2\n', 'image/png', '*/*', 415, 'Content-Type must be one of application/json'],
    ['A,B\n1,2\n', 'text/csv', 'image/png', 406, 'Accept must be one of application/json'],
    ['', 'text/csv', '*/*', 400, 'The body must be a table, got nothing.'],
    ['time,A\n', 'text/csv', '*/*', 400, 'table.csv'],
    ['{"A":1}', 'application/json', '*/*', 400, 'table.json must be a list of rows'],
    ['[{"A":1}]', 'application/json', '*/*', 400, 'but lacks B'],
    ['PAR1', 'application/vnd.apache.parquet', '*/*', 400, 'table.parquet'],
  ])('of %j as %s is a sentence', async (body, type, accept, status, sentence) => {
    const answer = await post(body, type, accept);
    expect(answer.status).toBe(status);
    expect((await documentOf(answer)).error).toContain(sentence);
    expect(bugs).toEqual([]);
  });

  test('of a name lists the names', async () => {
    const answer = await fetch(`${service.url}/artifacts/other`);
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { error: 'There is no artifact "other". Known are: last, plant.' },
    ]);
  });

  test('of artifacts: none trained, two of one name', async () => {
    const logs = join(place.folder, 'empty');
    await expect(start({ logs })).rejects.toThrow('must hold a trained run, got none');
    await expect(start({ artifacts: [run, run] })).rejects.toThrow('got "version_0" twice');
  });
});

test('a body beyond the limit is refused, and requests beyond the queue are sent away', async () => {
  const small = await start({ queue: 0 }, { bodyMegabytes: 0.01 });
  try {
    const send = (body: string) =>
      fetch(`${small.url}/artifacts/last/score`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'text/csv' },
      });
    expect((await send('x'.repeat(20_000))).status).toBe(413);
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(place.table(100))));
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(statuses).toContain(503);
    const away = answers.find(({ status }) => status === 503);
    expect(away?.headers.get('retry-after')).toBe('1');
  } finally {
    await small.stop(0);
  }
});

test('a sound table is scored while damaged ones are still read to find what is wrong', async () => {
  const foreign = new URL('../../../test/fixtures/columnar/duckdb-zstd.parquet', import.meta.url);
  // a table of codes in which the library that unpacks zstd goes round in circles
  const bytes = new Uint8Array(readFileSync(foreign)).fill(255, 2220, 2224);
  const gaveUp = new AbortController();
  let ended = 0;
  const damaged = Array.from({ length: 3 }, () =>
    fetch(`${service.url}/artifacts/last/score`, {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': 'application/vnd.apache.parquet' },
      signal: gaveUp.signal,
    })
      .catch(() => undefined)
      .finally(() => ended++),
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  const sound = await post(place.table(120), 'text/csv');
  expect([sound.status, ended]).toEqual([200, 0]);
  gaveUp.abort();
  await Promise.all(damaged);
});

describe('descriptions', () => {
  const get = (path: string) => fetch(`${service.url}${path}`);

  test('the OpenAPI document names every route and no other', async () => {
    const { paths } = (await (await get('/openapi.json')).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const limits = { limiter: undefined, readers: undefined };
    const parts = { artifacts: service.artifacts, ...limits, metrics: undefined };
    const routes = serviceRoutes({ ...parts, version: '', secured: false } as never);
    const answered = routes
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
      .filter((route) => !['GET /', 'GET /style.css'].includes(route));
    expect(described.sort()).toEqual(answered.sort());
  });

  test('the page lists artifacts and requests, and loads nothing from elsewhere', async () => {
    const page = await (await get('/')).text();
    expect(page).toContain('POST /artifacts/{name}/score');
    expect(page).toContain('<th scope="row">plant</th>');
    expect(page).not.toMatch(/<script|<style|https?:\/\//);
    expect((await get('/style.css')).headers.get('content-type')).toContain('text/css');
  });

  test('/artifacts, /health and /metrics say what is in service and what it did', async () => {
    const [first] = (await (await get('/artifacts')).json()) as Document[];
    expect(first).toMatchObject({ name: 'last', detector: 'Norm', channels: ['A', 'B'], run });
    expect(await (await get('/health')).json()).toMatchObject({ status: 'ok' });
    const before = Number(
      /anodec_rows_scored_total\{artifact="last"\} (\d+)/.exec(await metrics())?.[1],
    );
    await (await post(place.table(70), 'text/csv')).text();
    const after = await metrics();
    expect(after).toContain(`anodec_rows_scored_total{artifact="last"} ${before + 70}`);
    expect(after).toContain('route="/artifacts/:name/score",status="200"');
    expect(after).toContain('process_cpu_seconds_total');
  });

  const metrics = async (): Promise<string> => (await get('/metrics')).text();
});

test('a run that was trained again is taken into service, a damaged one is not', async () => {
  const next = await place.train('pca');
  expect(await service.artifacts.refresh()).toEqual(['last']);
  const { detector, run: served } = await documentOf(await fetch(`${service.url}/artifacts/last`));
  expect([detector, served]).toEqual(['PCA', next]);
  expect(await service.artifacts.refresh()).toEqual([]);
  writeFileSync(join(next, 'artifact.json'), '{');
  expect(await service.artifacts.refresh()).toEqual([]);
  const health = await documentOf(await fetch(`${service.url}/health`));
  expect(health.status).toBe('stale');
  expect(health.artifacts[0].fault).toContain('artifact.json must be JSON');
  expect((await post(place.table(70), 'text/csv')).status).toBe(200);
  rmSync(next, { recursive: true });
  expect(await service.artifacts.refresh()).toEqual(['last']); // the one before
});

test('a fault that has passed is no longer reported', async () => {
  const healthOf = async () => documentOf(await fetch(`${service.url}/health`));
  const away = `${place.logs}-away`;
  renameSync(place.logs, away);
  await service.artifacts.refresh();
  expect((await healthOf()).status).toBe('stale');
  renameSync(away, place.logs);
  expect(await service.artifacts.refresh()).toEqual([]);
  expect((await healthOf()).status).toBe('ok');
});
