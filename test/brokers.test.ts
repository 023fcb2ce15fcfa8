/** MQTT topics and Redis streams as sources of rows and places for results, with servers that the tests start. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LiveAlarm } from '@anodec/runs';
import { openSink } from '@anodec/stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  connectMqtt,
  connectRedis,
  createRetries,
  openSource,
  type SourceBatch,
  type SourcePosition,
  type SourceRecord,
} from '@anodec/tables';
import { isInstalled, startMosquitto, startRedis, type TestServer } from './servers.js';

/** The line of a record; these sources deliver lines. */
function textOf(record: SourceRecord): string {
  return typeof record === 'string' ? record : JSON.stringify(record);
}

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Reads until so many records were there. */
async function take(
  address: string,
  records: number,
  from?: SourcePosition,
  onBatch: (batch: SourceBatch) => unknown = (batch) => batch.acknowledge?.(),
) {
  const stop = new AbortController();
  const notes: string[] = [];
  const taken: string[] = [];
  let position: SourcePosition = {};
  const options = { follow: true, signal: stop.signal, note: (line: string) => notes.push(line) };
  for await (const batch of openSource(address).read({ ...options, ...(from && { from }) })) {
    taken.push(...batch.records.map(textOf));
    position = batch.position;
    await onBatch(batch);
    if (taken.length >= records) stop.abort();
  }
  return { taken, position, notes };
}

test('refuses addresses without a topic or stream, and with a password', () => {
  expect(() => openSource('mqtt://host/')).toThrow('must name a topic');
  expect(() => openSource('redis://host')).toThrow('must name a stream');
  expect(() => openSource('mqtt://me:secret@host/a')).toThrow(
    'must hold no user and no password, got mqtt://***@host/a',
  );
  expect(() => openSource('kafka://host/a')).toThrow('A source must be one of -, file, http');
});

describe.skipIf(!isInstalled('mosquitto'))('MQTT (skipped without mosquitto)', () => {
  let server: TestServer;
  beforeAll(async () => void (server = await startMosquitto()));
  afterAll(() => server.stop());
  const at = (topic: string) => `mqtt://127.0.0.1:${server.port}/${topic}?client=${topic}`;
  const publish = async (topic: string, payloads: readonly string[]) => {
    const connection = await connectMqtt(new URL(at(topic)));
    await connection.publish(topic, payloads);
    await connection.close();
  };

  /** Makes the session known to the broker, which keeps messages for it from then on. */
  const subscribe = async (topic: string) => {
    const connection = await connectMqtt(new URL(at(topic)), topic);
    await connection.subscribe(topic);
    await connection.close();
  };

  test('delivers again what was not acknowledged, also what came while nobody was there', async () => {
    await subscribe('plant');
    await publish('plant', ['{"a":1}', '{"a":2}']);
    const { taken } = await take(at('plant'), 2, undefined, (batch) => {
      // the second is read, but not stored
      if (!textOf(batch.records[0]).includes('2')) batch.acknowledge?.();
    });
    expect(taken).toEqual(['{"a":1}', '{"a":2}']);
    await publish('plant', ['{"a":3}']);
    expect((await take(at('plant'), 2)).taken).toEqual(['{"a":2}', '{"a":3}']);
  });

  test('comes back when the broker was away', async () => {
    await subscribe('away');
    await publish('away', ['{"a":1}']);
    const { taken, notes } = await take(at('away'), 2, undefined, async (batch) => {
      batch.acknowledge?.();
      if (!textOf(batch.records[0]).includes('1')) return;
      await later(100); // for the acknowledgement to arrive
      await server.restart();
      await publish('away', ['{"a":2}']);
    });
    expect([...new Set(taken)]).toEqual(['{"a":1}', '{"a":2}']);
    expect(notes[0]).toContain('The connection to mqtt://127.0.0.1');
  });
});

describe.skipIf(!isInstalled('redis-server'))('Redis (skipped without redis-server)', () => {
  let server: TestServer;
  beforeAll(async () => void (server = await startRedis()));
  afterAll(() => server.stop());
  const at = (key: string) => `redis://127.0.0.1:${server.port}/${key}`;
  const add = async (key: string, texts: readonly string[]) => {
    const connection = await connectRedis(new URL(at(key)));
    await connection.add(key, 'row', texts);
    connection.close();
  };

  test('goes on behind the last entry, and waits for more', async () => {
    await add('plant', ['{"a":1}', '{"a":2}']);
    const { taken, position } = await take(at('plant'), 2);
    expect(taken).toEqual(['{"a":1}', '{"a":2}']);
    const more = take(at('plant'), 1, position);
    await add('plant', ['{"a":3}']);
    expect((await more).taken).toEqual(['{"a":3}']);
    const rest: SourceRecord[] = [];
    for await (const batch of openSource(at('plant')).read({ follow: false })) {
      rest.push(...batch.records);
    }
    expect(rest).toHaveLength(3);
  });

  test('comes back when the server was away', async () => {
    await add('away', ['{"a":1}']);
    const { taken, notes } = await take(at('away'), 2, undefined, async (batch) => {
      if (!textOf(batch.records[0]).includes('1')) return;
      await server.restart();
      await add('away', ['{"a":2}']);
    });
    expect(taken).toEqual(['{"a":1}', '{"a":2}']);
    expect(notes[0]).toContain('The connection to redis://127.0.0.1');
  });
});

test('gives up after some tries, and says why', async () => {
  const retries = createRetries('mqtt://host', { most: 2 });
  await retries.failed(new Error('connection refused'));
  await expect(retries.failed(new Error('connection refused'))).rejects.toThrow(
    'mqtt://host must be reachable, got 2 failed tries in a row, the last one: connection refused.',
  );
});

test('tells a server that never answered from a connection that was lost', async () => {
  const notes: string[] = [];
  const retries = createRetries('mqtt://host', { note: (line) => notes.push(line) });
  await retries.failed(new Error('refused'));
  retries.succeeded();
  await retries.failed(new Error('reset'));
  retries.succeeded();
  expect(notes).toEqual([
    'mqtt://host could not be reached (refused); trying again, 10 times in all.',
    'mqtt://host was reached after 1 failed try.',
    'The connection to mqtt://host was lost (reset); trying again.',
    'mqtt://host is back after 1 failed try.',
  ]);
});

describe('places for results', () => {
  const row = { time: 0, row: 0, score: 1, pValue: 1, threshold: 2, alarm: false, sensors: [] };
  const alarm: LiveAlarm = {
    kind: 'alarm',
    state: 'start',
    alarm: 1,
    row: 3,
    start: 2,
    end: 3,
    peak: { time: 3, row: 3, score: 5 },
    mean: 4,
    sensors: [],
  };

  test.skipIf(!isInstalled('redis-server'))(
    'a Redis stream has each line (skipped without redis-server)',
    async () => {
      const server = await startRedis();
      try {
        const address = `redis://127.0.0.1:${server.port}/scores`;
        const sink = openSink(address);
        await sink.write([row]);
        await server.restart();
        const notes: string[] = [];
        await sink.write([alarm], { note: (line) => notes.push(line) });
        await sink.close();
        expect(notes[0]).toContain('The connection to redis://127.0.0.1');
        const { taken } = await take(address, 2);
        expect(taken.map((line) => JSON.parse(line))).toEqual([row, alarm]);
      } finally {
        await server.stop();
      }
    },
  );

  test.skipIf(!isInstalled('mosquitto'))(
    'an MQTT topic has each line (skipped without mosquitto)',
    async () => {
      const server = await startMosquitto();
      try {
        const address = `mqtt://127.0.0.1:${server.port}/scores?client=desk`;
        const connection = await connectMqtt(new URL(address), 'desk');
        await connection.subscribe('scores');
        await connection.close();
        const sink = openSink(address);
        await sink.write([row, alarm]);
        await sink.close();
        const { taken } = await take(address, 2);
        expect(taken.map((line) => JSON.parse(line))).toEqual([row, alarm]);
      } finally {
        await server.stop();
      }
    },
  );

  test('an HTTP address gets each alarm once, although it failed in between', async () => {
    const bodies: string[] = [];
    let failures = 1;
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += String(chunk)));
      request.on('end', () => {
        const fails = bodies.length === 1 && failures-- > 0;
        if (!fails) bodies.push(`${String(request.headers['idempotency-key'])} ${body}`);
        response.writeHead(fails ? 503 : 204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sink = openSink(`http://127.0.0.1:${port}/alarms`);
    const over = { ...alarm, state: 'end' } as const;
    await sink.write([row, alarm, over]);
    server.closeAllConnections();
    server.close();
    expect(bodies).toEqual([
      `alarm-start-2 ${JSON.stringify(alarm)}`,
      `alarm-end-2 ${JSON.stringify(over)}`,
    ]);
    expect(() => openSink('kafka://host/a')).toThrow('A place for results must be one of stdout');
  });
});
