/** The dashboard over HTTP: what its pages show, what they keep to themselves, and what is stored. */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { LimitsConfig, ListenConfig, type RunningServer } from '@anodec/http';
import { createRun, liveFiles } from '@anodec/runs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DashboardConfig } from './settings.js';
import { startDashboard } from './start-dashboard.js';
import { EVIL, type ExampleLogs, exampleLogs, exampleRow } from './testing/example-logs.js';

let example: ExampleLogs;
let server: RunningServer;
const bugs: unknown[] = [];

beforeAll(async () => {
  example = await exampleLogs();
  const settings = {
    dashboard: DashboardConfig.parse({ logs: example.logs }),
    listen: ListenConfig.parse({ port: 0 }),
    limits: LimitsConfig.parse({}),
  };
  server = await startDashboard(settings, { onBug: (error) => bugs.push(error) });
});
afterAll(async () => {
  await server.stop(0);
  example.remove();
});

const get = async (path: string) => {
  const answer = await fetch(`${server.url}${path}`);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
/** Without the tidying of paths that fetch does. */
const getAsWritten = (path: string) =>
  new Promise<{ status?: number; text: string }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: server.port, path }, (answer) => {
      let text = '';
      answer.on('data', (piece: Buffer) => (text += piece.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    asked.on('error', reject);
    asked.end();
  });
const post = (document: unknown) =>
  fetch(`${server.url}/api/alarms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  });

const PAGES = [
  '/',
  '/runs/version_0',
  '/compare?run=version_0&run=version_1',
  '/live',
  '/live/version_1.plant',
  '/alarms',
];

describe.each(PAGES)('%s', (path) => {
  test('is a page that runs nothing of what it shows and loads nothing from elsewhere', async () => {
    const { status, text, headers } = await get(path);
    expect(status).toBe(200);
    expect(text).not.toContain(EVIL);
    expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(text.match(/<script(?! type="application\/json"| src="\/page\.js")/g)).toBeNull();
    expect(text).not.toMatch(/<[^>]+ (?:style|on\w+)=/);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
  });
});

test('lists runs with their results, and compares those that are chosen', async () => {
  const { text } = await get('/');
  expect(text).toContain('<a href="/runs/version_1">version_1</a>');
  expect(text).toContain('<td class="number">2 of 3</td>');
  const compared = await get('/compare?run=version_0&run=version_1');
  expect(compared.text).toContain('<h1>Runs compared</h1>');
  const curves = JSON.parse((await get('/api/curves?run=version_0&run=version_1')).text);
  expect(curves.lines).toEqual([
    { name: 'version_0', y: [0.4, 0.4, 0.4] },
    { name: 'version_1', y: [0.3, 0.3, 0.3] },
  ]);
  expect((await get('/compare?run=version_0')).status).toBe(400);
});

test('shows the report of a run apart from the page, without access to it', async () => {
  const { text, headers } = await get('/runs/version_0/report');
  expect(text).toContain('All quiet.');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain('sandbox allow-scripts');
  expect(policy).not.toContain('allow-same-origin');
  expect(policy).toContain("default-src 'none'");
  expect((await get('/runs/version_0')).text).toContain('sandbox="allow-scripts"');
});

test.each([
  '/runs/..',
  '/runs/%2e%2e',
  '/runs/..%2f..%2fetc',
  '/runs/version_0%2f..%2fversion_1',
  '/runs/version_9',
  '/runs/version_0/../../etc/passwd',
  '/runs/version_0/config.json',
  '/live/..%2fversion_1.plant',
  '/page.js/../../package.json',
])('has nothing at %s', async (path) => {
  const { status, text } = await getAsWritten(path);
  expect([400, 404]).toContain(status);
  expect(text).toContain('"error"');
});

describe('alarms', () => {
  const key = exampleRow(40, 9).time;
  const alarm = { kind: 'stream', origin: 'version_1.plant', key };

  test('are acknowledged and remarked on, and the records lie beside them', async () => {
    expect((await get('/')).text).toContain('<strong>3</strong><span>alarms nobody has');
    expect((await post({ ...alarm, acknowledge: true })).status).toBe(200);
    const stored = await (await post({ ...alarm, note: `  seen ${EVIL} ` })).json();
    expect(stored).toMatchObject({ notes: [{ text: `seen ${EVIL}` }] });
    const path = join(example.runs[1].liveFolder('plant'), 'alarm-notes.json');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ [String(key)]: stored });
    const { text } = await get('/alarms');
    expect(text).toContain('seen &lt;img');
    expect(text).not.toContain(EVIL);
    expect((await get('/')).text).toContain('<strong>2</strong><span>alarms nobody has');
  });

  test('of a run have records as well', async () => {
    const origin = 'version_0';
    const known = { kind: 'run', origin, key: String(Date.UTC(2024, 0, 2)) };
    expect((await post({ ...known, note: 'valve was open' })).status).toBe(200);
    expect((await get('/runs/version_0')).text).toContain('valve was open');
    expect((await get('/runs/version_1')).text).not.toContain('valve was open');
  });

  test.each([
    [{ ...alarm, key: 'other', note: 'x' }, 404],
    [{ ...alarm, origin: '../../etc', note: 'x' }, 404],
    [{ ...alarm, kind: 'run', origin: '..', note: 'x' }, 404],
    [{ ...alarm, note: '' }, 400],
    [{ ...alarm, note: 'x'.repeat(501) }, 400],
    [{ ...alarm, more: 1 }, 400],
    [{ __proto__: null, constructor: 1 }, 400],
    [[], 400],
    [null, 400],
  ])('refuse %j', async (document, status) => {
    expect((await post(document)).status).toBe(status);
    expect(bugs).toEqual([]);
  });
});

test('gives the rows of a live scoring as CSV, in which nothing is a formula', async () => {
  const { text, headers } = await get('/live/version_1.plant/rows.csv');
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const [head, first] = text.split('\n');
  expect(head).toBe('time,row,score,threshold,alarm,sensors');
  expect(first).toBe(`2024-01-01T00:00:00.000Z,0,,4,0,LIT101 0.700 ${EVIL} 0.200`);
});

/** Events of an address until `enough` holds. */
async function events(path: string, enough: (text: string) => boolean): Promise<string> {
  const stop = new AbortController();
  const answer = await fetch(`${server.url}${path}`, { signal: stop.signal });
  let text = '';
  try {
    for await (const piece of answer.body ?? []) {
      text += Buffer.from(piece as Uint8Array).toString();
      if (enough(text)) break;
    }
  } finally {
    stop.abort();
  }
  return text;
}

test('sends rows as they are written, those that were missed first', async () => {
  const found = events('/live/version_1.plant/events?after=57', (text) =>
    text.includes('"row":[60]'),
  );
  setTimeout(() => example.feed(exampleRow(60, 9, true)), 200);
  const text = await found;
  expect(text).toContain('"row":[58,59]');
  expect(text).toContain('"score":[9]');
});

test('says when runs, streams or alarms changed', async () => {
  const found = events('/events', (text) => text.includes('"topic":"runs"'));
  setTimeout(() => void example.runs[0].writeSummary({ detector: 'PCA' }), 300);
  expect(await found).toContain('event: changed\ndata: {"topic":"runs"}');
});

test('says when an epoch of a training is over, whose curve then is longer', async () => {
  const run = await createRun(example.logs);
  const metrics = await run.openMetrics(['epoch', 'val_loss']);
  await metrics.append({ epoch: 0, val_loss: 0.5 });
  const path = '/api/runs/version_2/curves';
  expect(JSON.parse((await get(path)).text).lines[0].y).toEqual([0.5]);
  const found = events('/events', (text) => text.includes('"topic":"runs"'));
  setTimeout(() => void metrics.append({ epoch: 1, val_loss: 0.4 }), 300);
  await found;
  expect(JSON.parse((await get(path)).text).lines[0].y).toEqual([0.5, 0.4]);
});

test('a folder of runs that is not there is named at the start', async () => {
  const start = startDashboard({
    dashboard: DashboardConfig.parse({ logs: 'nowhere' }),
    listen: ListenConfig.parse({ port: 0 }),
    limits: LimitsConfig.parse({}),
  });
  await expect(start).rejects.toThrow('The folder of the runs must be there, got none at nowhere.');
});

test('tables of sensors are refused at the start where one is named alone, or none is there to learn from', async () => {
  const started = (tables: object) =>
    startDashboard({
      dashboard: DashboardConfig.parse({ logs: example.logs, ...tables }),
      listen: ListenConfig.parse({ port: 0 }),
      limits: LimitsConfig.parse({}),
    });
  await expect(started({ live: 'new.csv' })).rejects.toThrow('`live` must come with `historic`');
  await expect(started({ live: 'new.csv', historic: 'nowhere.csv' })).rejects.toThrow(
    'must be there to be learned from, got none at nowhere.csv',
  );
});

/** Writes the first row of a live scoring. */
function beginLive(folder: string): void {
  const { lines } = liveFiles(folder);
  mkdirSync(dirname(lines), { recursive: true });
  appendFileSync(lines, `${JSON.stringify(exampleRow(0, 1))}\n`);
}

test('a run shows its own live scorings, not those of a run whose number begins with its own', async () => {
  for (let run = await createRun(example.logs); ; run = await createRun(example.logs)) {
    if (basename(run.path) !== 'version_10') continue;
    beginLive(run.liveFolder('plant'));
    break;
  }
  const { text } = await get('/runs/version_1');
  expect(text).toContain('/live/version_1.plant');
  expect(text).not.toContain('/live/version_10.plant');
  expect((await get('/runs/version_10')).text).toContain('/live/version_10.plant');
});

test('two folders of live scorings with one name are both shown', async () => {
  const folders = ['north', 'south'].map((place) => join(example.logs, place, 'pump'));
  for (const folder of folders) beginLive(folder);
  const other = await startDashboard({
    dashboard: DashboardConfig.parse({ logs: example.logs, streams: folders }),
    listen: ListenConfig.parse({ port: 0 }),
    limits: LimitsConfig.parse({}),
  });
  try {
    const text = await (await fetch(`${other.url}/live`)).text();
    expect(text).toContain('<a href="/live/pump">pump</a>');
    expect(text).toContain('<a href="/live/pump-2">pump-2</a>');
  } finally {
    await other.stop(0);
  }
});
