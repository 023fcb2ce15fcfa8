/**
 * Attacks the scoring service from outside: damaged tables in every format, bodies that are too large, clients that are
 * slow, and artifacts that change meanwhile. What must not happen is a finding; sound requests in between must have
 * sound answers.
 *
 *     npm run soak -- serve [--requests 5000] [--clients 100] [--reloads 10] [--seed 1]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, isRecord } from '@anodec/core';
import { LimitsConfig, ListenConfig } from '@anodec/http';
import { exportTable, openTable } from '@anodec/tables';
import { writeFileSync } from 'node:fs';
import { type ExamplePlace, examplePlace } from '../example-run.fixture.js';
import { ServeConfig } from '../settings.js';
import { type RunningService, startService } from '../start-service.js';
import { type HostileTable, hostileTables } from '../testing/hostile-tables.js';

const BODY_MEGABYTES = 1;
const REQUEST_SECONDS = 2;
/** Rows of the sound table. */
const ROWS = 120;
/** Requests under way at once; more than may wait, so that some are turned away. */
const AT_ONCE = 24;
const QUEUE = 16;
/** Seconds that a sound request may take beside all others. */
const PATIENCE = 60;

/** What is attacked, and what was found. */
interface Attacked {
  readonly service: RunningService;
  readonly place: ExamplePlace;
  readonly findings: string[];
  readonly print: (line: string) => void;
}

/** Runs the check. @throws Error that lists the findings */
export async function soak(
  print: (line: string) => void,
  options: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { requests = '5000', clients = '100', reloads = '10', seed = '1' } = options;
  const place = examplePlace();
  await place.train();
  const findings: string[] = [];
  const before = leftovers();
  const service = await startService(
    {
      serve: ServeConfig.parse({ logs: place.logs, reloadSeconds: 0.2, queue: QUEUE }),
      listen: ListenConfig.parse({ port: 0 }),
      limits: LimitsConfig.parse({
        bodyMegabytes: BODY_MEGABYTES,
        requestSeconds: REQUEST_SECONDS,
      }),
    },
    {
      onBug: (error) =>
        findings.push(`a bug: ${String(error instanceof Error ? error.stack : error)}`),
    },
  );
  const attacked = { service, place, findings, print };
  try {
    const memory = process.memoryUsage().rss;
    await sendDamaged(attacked, Number(requests), Number(seed));
    await sendTooMuch(attacked);
    await beSlow(attacked, Number(clients));
    await reload(attacked, Number(reloads));
    const grown = (process.memoryUsage().rss - memory) / 1e6;
    print(`${grown.toFixed(0)} MB more memory than at the beginning`);
    if (grown > 500) findings.push(`${grown.toFixed(0)} MB more memory than at the beginning`);
  } finally {
    await service.stop(1);
    place.remove();
  }
  const left = leftovers().filter((name) => !before.includes(name));
  if (left.length > 0) findings.push(`folders of requests that are left: ${left.join(', ')}`);
  if (findings.length > 0) {
    throw new Error(
      `${findings.length} findings must be none:\n${findings.slice(0, 20).join('\n')}`,
    );
  }
  print('0 findings');
}

/** Folders of requests, which go with their answers. */
function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => /^anodec-serve-(?!test)/.test(name));
}

/** Sends a table to be scored. */
async function post({ service }: Attacked, table: HostileTable, seconds = PATIENCE) {
  const answer = await fetch(`${service.url}/artifacts/last/score`, {
    method: 'POST',
    body: table.body,
    headers: { 'content-type': table.type },
    signal: AbortSignal.timeout(seconds * 1000),
  });
  return { status: answer.status, text: await answer.text() };
}

/** A sound table has its scores, unless too many wait. */
async function checkSound(attacked: Attacked, when: string): Promise<void> {
  const { findings, place } = attacked;
  try {
    const { status, text } = await post(attacked, { type: 'text/csv', body: place.table(ROWS) });
    if (status === 503) return;
    const document: unknown = status === 200 ? JSON.parse(text) : undefined;
    const rows = isRecord(document) && Array.isArray(document.rows) ? document.rows.length : NaN;
    if (rows !== ROWS) findings.push(`${when}: status ${status}, ${rows} rows for ${ROWS}`);
  } catch (error) {
    findings.push(`${when}: ${String(error)}`);
  }
}

/** Damaged tables, many at once, with sound ones among them. */
async function sendDamaged(attacked: Attacked, requests: number, seed: number): Promise<void> {
  const { findings, print, place } = attacked;
  const csv = join(place.folder, 'sound.csv');
  writeFileSync(csv, place.table(ROWS));
  const next = hostileTables(await soundTables(csv), createRandom(seed));
  const statuses = new Map<number, number>();
  for (let done = 0; done < requests; done += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, requests - done) }, next);
    const sending = batch.map(async (table) => {
      const answer = await post(attacked, table).catch((error: unknown) => ({
        status: NaN,
        text: String(error),
      }));
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const fault = faultOf(answer);
      if (fault)
        findings.push(
          `${fault} for ${table.type}: ${JSON.stringify(String(table.body).slice(0, 200))}`,
        );
    });
    await Promise.all([...sending, checkSound(attacked, 'beside damaged tables')]);
  }
  const counted = [...statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`);
  print(`${requests} damaged tables: ${counted.join(', ')}`);
}

/** The same table in every format that a request may bring. */
async function soundTables(csv: string): Promise<HostileTable[]> {
  const rows = readFileSync(csv, 'utf8').trimEnd().split('\n').slice(1);
  const json = rows.map((row) => {
    const [time, A, B] = row.split(',');
    return { time, A: Number(A), B: Number(B) };
  });
  const tables: HostileTable[] = [
    { type: 'text/csv', body: readFileSync(csv) },
    { type: 'application/json', body: Buffer.from(JSON.stringify(json)) },
  ];
  for (const kind of ['parquet', 'arrow']) {
    const path = csv.replace(/csv$/, kind);
    await exportTable(await openTable(csv), path);
    const type = `application/vnd.apache.${kind}${kind === 'arrow' ? '.file' : ''}`;
    tables.push({ type, body: readFileSync(path) });
  }
  return tables;
}

/** What an answer must not be. */
function faultOf({
  status,
  text,
}: {
  readonly status: number;
  readonly text: string;
}): string | undefined {
  if (Number.isNaN(status)) return `no answer (${text})`;
  if (status >= 500 && status !== 503 && status !== 504) return `status ${status}`;
  if (/\bat \S+ \(?(?:file|node):/.test(text)) return 'a stack';
  if (text.includes(tmpdir() + '/anodec')) return 'a path of the server';
  return undefined;
}

/** Bodies beyond the limit. */
async function sendTooMuch(attacked: Attacked): Promise<void> {
  const { findings, print } = attacked;
  const body = 'x'.repeat(3e6);
  for (let i = 0; i < 20; i++) {
    // the connection may be closed while the body still comes, before the answer can be read
    const { status } = await post(attacked, { type: 'text/csv', body }).catch(() => ({
      status: 413,
    }));
    if (status !== 413) findings.push(`a body of 3 MB: status ${status}`);
  }
  print('20 bodies that are too large');
  await checkSound(attacked, 'after large bodies');
}

/** Clients that send a byte now and then: others are answered meanwhile, and they are let go. */
async function beSlow(attacked: Attacked, clients: number): Promise<void> {
  const { service, findings, print } = attacked;
  const closed: Promise<void>[] = [];
  const clocks: NodeJS.Timeout[] = [];
  for (let i = 0; i < clients; i++) {
    const socket = connect(service.port, '127.0.0.1');
    socket.on('error', () => undefined);
    closed.push(new Promise((resolve) => socket.on('close', () => resolve())));
    socket.write(
      'POST /artifacts/last/score HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/csv\r\ncontent-length: 500\r\n\r\n',
    );
    clocks.push(setInterval(() => socket.write('a'), 100));
  }
  await checkSound(attacked, 'beside slow clients');
  const late = new Promise<string>((resolve) => {
    setTimeout(() => resolve('late'), 15 * REQUEST_SECONDS * 1000).unref();
  });
  if ((await Promise.race([Promise.all(closed), late])) === 'late') {
    findings.push('slow clients are not let go');
  }
  for (const clock of clocks) clearInterval(clock);
  print(`${clients} slow clients`);
}

/** Newer runs come one after the other while tables are scored; each takes its place between two requests. */
async function reload(attacked: Attacked, reloads: number): Promise<void> {
  const { service, place, findings, print } = attacked;
  const done = new AbortController();
  let scored = 0;
  const scoring = (async () => {
    while (!done.signal.aborted) {
      await checkSound(attacked, 'while artifacts change');
      scored++;
    }
  })();
  for (let i = 0; i < reloads; i++) {
    const run = await place.train(i % 2 === 0 ? 'pca' : 'norm');
    const until = performance.now() + PATIENCE * 1000;
    const isServed = (): boolean => service.artifacts.get('last').trained.run.path === run;
    while (!isServed() && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    if (!isServed()) findings.push(`${run} is not served after ${PATIENCE} s`);
  }
  done.abort();
  await scoring;
  print(`${reloads} artifacts that changed, ${scored} tables scored meanwhile`);
}
