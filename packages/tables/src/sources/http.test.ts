/** Files on an HTTP server that the tests start: ranges, lost connections, credentials. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import { localTable } from './local-table.js';
import { openTable } from '../open-table.js';
import { openSource } from './registry.js';
import type { ReadOptions, SourceRecord } from './source.js';

let server: Server;
let host = '';
let text = '';
let knowsRanges = true;
/** Bytes after which the connection is cut, for each answer in turn. */
let cuts: number[] = [];
let requests: IncomingMessage[] = [];

function answer(request: IncomingMessage, response: ServerResponse): void {
  requests.push(request);
  if (request.url === '/secret.csv' && request.headers.authorization !== 'Bearer token-1') {
    response.writeHead(401).end();
    return;
  }
  if (request.url === '/none.csv') return void response.writeHead(404).end();
  const bytes = Buffer.from(text);
  const from = knowsRanges ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  if (from > 0 && from >= bytes.length) {
    return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  }
  const body = bytes.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': body.length,
    ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
  });
  const cut = cuts.shift();
  if (cut === undefined) return void response.end(body);
  response.write(body.subarray(0, cut), () => setTimeout(() => response.destroy(), 20));
}

beforeAll(async () => {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There must be a port.');
  host = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  [cuts, requests, knowsRanges] = [[], [], true];
  delete process.env.ANODEC_HTTP_TOKEN;
});

/** Reads until so many records were there, or to the end. */
async function take(count: number, options: Partial<ReadOptions> = {}) {
  const stop = new AbortController();
  const records: SourceRecord[] = [];
  let position = {};
  const reading = openSource(`${host}/log.csv`).read({
    follow: false,
    signal: stop.signal,
    ...options,
  });
  for await (const batch of reading) {
    records.push(...batch.records);
    ({ position } = batch);
    if (records.length >= count) stop.abort();
  }
  return { records, position };
}

test.each([true, false])('goes on where a connection was lost, ranges %s', async (ranges) => {
  [text, knowsRanges, cuts] = ['a\n1\n22\n333\n4', ranges, ranges ? [5, 3] : [5, 9]];
  expect((await take(9)).records).toEqual(['a', '1', '22', '333', '4']);
  expect(requests).toHaveLength(3);
});

test('asks for what is new, and goes on from a position', async () => {
  text = 'a\n1\n';
  const both = take(3, { follow: true });
  await new Promise((resolve) => setTimeout(resolve, 200));
  text += '2\n';
  const { records, position } = await both;
  expect([records, position]).toEqual([['a', '1', '2'], { offset: 6 }]);
  text += '3\n';
  expect((await take(9, { from: position })).records).toEqual(['3']);
});

test('begins again where the file became shorter, and says so', async () => {
  text = 'a\n7\n';
  const notes: string[] = [];
  const { records } = await take(2, { from: { offset: 50 }, note: (line) => notes.push(line) });
  expect(records).toEqual(['a', '7']);
  expect(notes[0]).toContain('became shorter');
});

test('reads a table from a server once, however often its connection is lost', async () => {
  [text, cuts] = ['a,b\n1,2\n3,4\n', [4, 3]];
  const table = await openTable(`${host}/plant.csv`);
  expect([table.source, table.columns.map(({ name }) => name)]).toEqual(['plant.csv', ['a', 'b']]);
  await table.close();
  const again = await localTable(`${host}/plant.csv`);
  expect(await readFile(again, 'utf8')).toBe(text);
  expect(requests).toHaveLength(3);
});

test('takes a token from the environment, and refuses what no second try would change', async () => {
  text = 'a\n1\n';
  await expect(localTable(`${host}/secret.csv`)).rejects.toThrow(
    'got 401 Unauthorized. Set ANODEC',
  );
  process.env.ANODEC_HTTP_TOKEN = 'token-1';
  expect(await readFile(await localTable(`${host}/secret.csv`), 'utf8')).toBe(text);
  await expect(localTable(`${host}/none.csv`)).rejects.toThrow('got 404 Not Found');
  await expect(localTable('http://me:pw@host/a.csv')).rejects.toThrow('http://***@host/a.csv');
});

test('a server that never answered is given up within seconds where nothing is waited for', async () => {
  const notes: string[] = [];
  const opened: string[] = [];
  const gone = openSource('http://127.0.0.1:1/log.csv').read({
    follow: false,
    note: (line) => notes.push(line),
    reached: () => opened.push('reached'),
  });
  const began = performance.now();
  await expect(gone[Symbol.asyncIterator]().next()).rejects.toThrow(
    /^http:\/\/127\.0\.0\.1:1\/log\.csv must be reachable, got 4 failed tries.* Check that the server runs, the address and the network\.$/,
  );
  expect(performance.now() - began).toBeLessThan(8000);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/could not be reached \(.+\); trying again, 4 times in all\./);
  expect(opened).toEqual([]);
});

test('says once that it was opened', async () => {
  text = 'a\n1\n';
  const opened: string[] = [];
  await take(2, { reached: () => opened.push('reached') });
  expect(opened).toEqual(['reached']);
});

test('a user and password in an address are refused with the names of their variables', () => {
  expect(() => openSource('http://me:secret@host/log.csv')).toThrow(
    'environment as ANODEC_HTTP_USERNAME and ANODEC_HTTP_PASSWORD, or a token as ANODEC_HTTP_TOKEN.',
  );
});
