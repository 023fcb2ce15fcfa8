/** NATS JetStream streams as sources of rows, with a server that the test starts. */
import { randomUUID } from 'node:crypto';
import { connectNats, openSource, openTable } from '@anodec/tables';
import { openSink } from '@anodec/stream';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withEnvironment } from './aws-servers.js';
import { numbersOf, take } from './read-source.js';
import { isInstalled, startNats, type TestServer } from './servers.js';

test('refuses addresses without a stream, with a password, and an option that is none', () => {
  expect(() => openSource('nats://host/')).toThrow('must name a stream');
  expect(() => openSource('nats://me:secret@host/A')).toThrow('got nats://***@host/A');
  expect(() => openSource('nats://token@host/A')).toThrow('or a token as ANODEC_NATS_TOKEN');
  expect(() => openSource('nats://host/A?token=x')).toThrow('no option but subject, got "token"');
});

describe.skipIf(!isInstalled('nats-server'))('NATS (skipped without nats-server)', () => {
  const token = randomUUID();
  let server: TestServer;
  let restore: () => void;
  beforeAll(async () => {
    server = await startNats(token);
    restore = withEnvironment({ ANODEC_NATS_TOKEN: token });
  });
  afterAll(async () => {
    restore();
    await server.stop();
  });
  const at = (stream: string) => `nats://127.0.0.1:${server.port}/${stream}`;

  /** Changes a stream. */
  const manage = async (
    work: (streams: Awaited<ReturnType<typeof jetstreamManager>>['streams']) => Promise<unknown>,
  ) => {
    const connection = await connect({ servers: `127.0.0.1:${server.port}`, token });
    await work((await jetstreamManager(connection)).streams);
    await connection.close();
  };
  const publish = async (subject: string, payloads: readonly string[]) => {
    const connection = await connectNats(new URL(at('')));
    for (const payload of payloads) await connection.publish(subject, [payload]);
    await connection.close();
  };

  test('goes on behind the last message, waits for more, and takes one subject', async () => {
    await manage((streams) => streams.add({ name: 'PLANT', subjects: ['plant.*'] }));
    await publish('plant.rows', ['{"a":1}', '[{"a":2},{"a":3}]']);
    await publish('plant.other', ['{"b":1}']);
    const address = `${at('PLANT')}?subject=plant.rows`;
    const { records, position } = await take(address);
    expect(records).toEqual(['{"a":1}', '{"a":2}', '{"a":3}']);
    expect(position).toEqual({ sequence: 2 });
    const more = take(address, { from: position, records: 1 });
    await publish('plant.rows', ['{"a":4}']);
    expect((await more).records).toEqual(['{"a":4}']);
    expect(await numbersOf(await openTable(address))).toEqual([1, 2, 3, 4]);
  });

  test('comes back when the server was away, with nothing lost or twice', async () => {
    await manage((streams) => streams.add({ name: 'AWAY', subjects: ['away'] }));
    await publish('away', ['{"a":1}']);
    const { records, notes } = await take(at('AWAY'), {
      records: 2,
      async onBatch({ position }) {
        if (position.sequence !== 1) return;
        await server.restart();
        await publish('away', ['{"a":2}']);
      },
    });
    expect(records).toEqual(['{"a":1}', '{"a":2}']);
    expect(notes[0]).toContain(`The connection to ${at('AWAY')} was lost`);
  });

  test('keeps each line of a live scoring that is sent to a subject', async () => {
    await manage((streams) => streams.add({ name: 'SCORES', subjects: ['scores.*'] }));
    const row = { time: 0, row: 0, score: 1, pValue: 1, threshold: 2, alarm: false, sensors: [] };
    const sink = openSink(at('scores.plant'));
    await sink.write([row, { ...row, row: 1 }]);
    await sink.close();
    const { records } = await take(at('SCORES'));
    const lines = [row, { ...row, row: 1 }].map((line) => JSON.stringify(line));
    expect(records).toEqual(lines);
    expect(() => openSink(at('scores.*'))).toThrow('must name a subject');
  });

  test('says how many messages a stream has dropped, and that one began anew', async () => {
    await manage((streams) => streams.add({ name: 'SHORT', subjects: ['short'], max_msgs: 2 }));
    await publish('short', ['1', '2', '3', '4', '5']);
    const { records, notes } = await take(at('SHORT'), { from: { sequence: 1 } });
    expect(records).toEqual(['4', '5']);
    expect(notes).toEqual([`${at('SHORT')} no longer has 2 messages that were not read.`]);
    await manage(async (streams) => {
      await streams.delete('SHORT');
      await streams.add({ name: 'SHORT', subjects: ['short'] });
    });
    await publish('short', ['6']);
    const again = await take(at('SHORT'), { from: { sequence: 5 } });
    expect([again.records, again.notes[0]]).toEqual([
      ['6'],
      expect.stringContaining('begins anew'),
    ]);
  });

  test('a refusal names the variables of the environment and not what they hold', async () => {
    await expect(take(at('NONE'))).rejects.toThrow('must have the stream that the address names');
    const back = withEnvironment({ ANODEC_NATS_TOKEN: 'secret-of-a-test' });
    const failure = await take(at('PLANT')).catch((error: unknown) => String(error));
    back();
    expect(failure).toContain('Set ANODEC_NATS_USERNAME');
    expect(failure).not.toContain('secret-of-a-test');
  });
});
