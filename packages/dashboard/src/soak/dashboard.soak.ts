/**
 * Attacks the dashboard from outside: hostile requests, ways out of its folder, bodies that are too large, clients that are
 * slow or do not read. What must not happen is a finding.
 *
 *     npm run soak -- dashboard [--requests 20000] [--clients 100] [--seed 1]
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createRandom } from '@anodec/core';
import { LimitsConfig, ListenConfig, type RunningServer } from '@anodec/http';
import { DashboardConfig } from '../settings.js';
import { startDashboard } from '../start-dashboard.js';
import { EVIL, type ExampleLogs, exampleLogs, exampleRow } from '../testing/example-logs.js';
import { hostileRequest, MARKUP, WAYS_OUT } from './hostile-requests.js';
import { type RawAnswer, requestBytes, sendRaw } from './raw-request.js';

/** A text that lies beside the runs and must stay there. */
const SECRET = 'the-secret-beside-the-runs';
const BODY_MEGABYTES = 0.5;
const REQUEST_SECONDS = 1;
/** Requests between two words on how far it is. */
const TOLD = 2000;
/** Requests under way at once. */
const AT_ONCE = 100;

/** What is attacked, and what was found. */
interface Attacked {
  readonly server: RunningServer;
  readonly example: ExampleLogs;
  readonly findings: string[];
}

/** Runs the check. @throws Error that lists the findings */
export async function soak(
  print: (line: string) => void,
  { requests = '20000', clients = '100', seed = '1' }: Readonly<Record<string, string>> = {},
): Promise<void> {
  const example = await exampleLogs();
  writeFileSync(join(example.logs, 'secret.txt'), SECRET);
  const findings: string[] = [];
  const server = await startDashboard(
    {
      dashboard: DashboardConfig.parse({ logs: example.logs }),
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
  const attacked = { server, example, findings };
  const before = digests(example.logs);
  try {
    await attackWith(attacked, Number(requests), Number(seed), print);
    await leadOut(attacked, print);
    await sendTooMuch(attacked, print);
    await beSlow(attacked, Number(clients), print);
    await neverRead(attacked, Number(clients) / 2, print);
  } finally {
    await server.stop(0);
  }
  checkFiles(before, digests(example.logs), findings);
  example.remove();
  if (findings.length > 0) {
    throw new Error(
      `${findings.length} findings must be none:\n${findings.slice(0, 20).join('\n')}`,
    );
  }
  print('0 findings');
}

/** Hostile requests, many at once. */
async function attackWith(
  { server, findings }: Attacked,
  requests: number,
  seed: number,
  print: (line: string) => void,
): Promise<void> {
  const random = createRandom(seed);
  const statuses = new Map<number, number>();
  let told = 0;
  for (let done = 0; done < requests; done += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, requests - done) }, () =>
      hostileRequest(random),
    );
    if (done - told >= TOLD) {
      told = done;
      print(`${done} of ${requests} hostile requests, ${findings.length} findings …`);
    }
    const answers = await Promise.all(batch.map((bytes) => sendRaw(server.port, bytes)));
    for (const [i, answer] of answers.entries()) {
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      findings.push(
        ...faultsOf(answer).map((fault) => `${fault}: ${JSON.stringify(batch[i].slice(0, 300))}`),
      );
    }
  }
  const counted = [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status}: ${count}`);
  print(`${requests} hostile requests: ${counted.join(', ')}`);
  await checkAlive(server, findings, 'after hostile requests');
}

/** What an answer must not be. */
function faultsOf({ status, text, seconds }: RawAnswer): string[] {
  const isPage = /\r\ncontent-type: text\/html/i.test(text);
  return [
    ...(status >= 500 && status !== 503 && status !== 504 ? [`status ${status}`] : []),
    ...(text.includes(SECRET) || text.includes('root:x:') ? ['a file beside the runs'] : []),
    ...(isPage && (text.includes(MARKUP) || text.includes(EVIL)) ? ['markup that was sent'] : []),
    ...(status === 200 && !/content-security-policy/i.test(text) ? ['no content policy'] : []),
    ...(seconds > 10 * REQUEST_SECONDS && !text.includes('text/event-stream')
      ? [`${seconds} s`]
      : []),
    ...(/\bat \S+ \(?(?:file|node):/.test(text) ? ['a stack'] : []),
  ];
}

/** Every way out, at every place of a name. */
async function leadOut(
  { server, findings }: Attacked,
  print: (line: string) => void,
): Promise<void> {
  const places = [
    '/:',
    '/runs/:',
    '/runs/:/report',
    '/api/runs/:/curves',
    '/live/:',
    '/live/:/rows.csv',
  ];
  for (const place of places) {
    for (const way of WAYS_OUT) {
      const path = place.replace(':', way);
      const answer = await sendRaw(server.port, requestBytes('GET', path));
      findings.push(...faultsOf(answer).map((fault) => `${fault}: GET ${path}`));
    }
  }
  print(`${places.length * WAYS_OUT.length} ways out of the folder`);
}

/** Bodies beyond the limit, with and without a length. */
async function sendTooMuch(
  { server, findings }: Attacked,
  print: (line: string) => void,
): Promise<void> {
  const body = 'x'.repeat(3e6);
  const path = '/api/runs/version_0/score?name=a.csv';
  const memory = process.memoryUsage().rss;
  for (let i = 0; i < 20; i++) {
    const said = await sendRaw(server.port, requestBytes('POST', path, {}, body));
    const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n`;
    const unsaid = await sendRaw(
      server.port,
      `${head}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    );
    for (const [name, { status }] of Object.entries({ said, unsaid })) {
      // the connection may be closed while the body still comes, before the answer can be read
      if (status !== 413 && !Number.isNaN(status))
        findings.push(`${name} length: status ${status}`);
    }
  }
  const grown = (process.memoryUsage().rss - memory) / 1e6;
  if (grown > 300) findings.push(`${grown.toFixed(0)} MB after bodies that are too large`);
  print('40 bodies that are too large');
  await checkAlive(server, findings, 'after large bodies');
}

/** Clients that send a byte now and then: others are answered meanwhile, and they are let go. */
async function beSlow(
  { server, findings }: Attacked,
  clients: number,
  print: (line: string) => void,
): Promise<void> {
  const closed: Promise<void>[] = [];
  const clocks: NodeJS.Timeout[] = [];
  for (let i = 0; i < clients; i++) {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    closed.push(new Promise((resolve) => socket.on('close', () => resolve())));
    const text =
      i % 2 === 0
        ? 'GET / HTTP/1.1\r\nhost: localhost\r\nx: '
        : 'POST /api/alarms HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n';
    socket.write(text);
    clocks.push(setInterval(() => socket.write('a'), 100));
  }
  await checkAlive(server, findings, 'beside slow clients');
  const late = new Promise<string>((resolve) => {
    setTimeout(() => resolve('late'), 12 * REQUEST_SECONDS * 1000).unref();
  });
  if ((await Promise.race([Promise.all(closed), late])) === 'late') {
    findings.push('slow clients are not let go');
  }
  for (const clock of clocks) clearInterval(clock);
  print(`${clients} slow clients`);
}

/** Listeners that never read: memory stays, others are answered. */
async function neverRead(
  { server, example, findings }: Attacked,
  listeners: number,
  print: (line: string) => void,
): Promise<void> {
  const rows = 20 * listeners; // in a batch
  const sockets: Socket[] = [];
  for (let i = 0; i < listeners; i++) {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(requestBytes('GET', '/live/version_1.plant/events'));
    sockets.push(socket);
  }
  const memory = process.memoryUsage().rss;
  for (let batch = 0; batch < 20; batch++) {
    example.feed(...Array.from({ length: rows }, (_, t) => exampleRow(100 + batch * rows + t, 1)));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await checkAlive(server, findings, 'beside listeners that never read');
  const grown = (process.memoryUsage().rss - memory) / 1e6;
  if (grown > 500) findings.push(`${grown.toFixed(0)} MB for listeners that never read`);
  for (const socket of sockets) socket.destroy();
  print(`${listeners} listeners that never read ${400 * listeners} rows`);
}

async function checkAlive(server: RunningServer, findings: string[], when: string): Promise<void> {
  const { status, seconds } = await sendRaw(server.port, requestBytes('GET', '/runs/version_0'));
  if (status !== 200 || seconds > 5) findings.push(`${when}: status ${status} after ${seconds} s`);
}

/** Digests of all files by path. */
function digests(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

/** Nothing may have changed but notes, which must still be JSON, and the rows that were fed. */
function checkFiles(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  findings: string[],
): void {
  for (const [path, digest] of after) {
    if (path.endsWith('alarm-notes.json')) JSON.parse(readFileSync(path, 'utf8'));
    else if (!path.endsWith('live.jsonl') && before.get(path) !== digest)
      findings.push(`${path} changed`);
  }
  for (const path of before.keys()) if (!after.has(path)) findings.push(`${path} is gone`);
}
