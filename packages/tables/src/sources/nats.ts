/**
 * Source: the messages of a NATS JetStream stream. The position is the number of the last message, so that nothing is
 * lost while the stream keeps its messages, and what it has dropped since is said.
 */
import { ConfigError, isUserError } from '@anodec/core';
import { parseAddress } from './address.js';
import { addressOption, checkAddressOptions } from './address-options.js';
import { connectNats, NATS_VARIABLES, type NatsConnection } from './nats-library.js';
import { recordsIn } from './mqtt.js';
import { createRetries } from './retry.js';
import type { ReadOptions, Source, SourceBatch } from './source.js';

/** Messages at a time, and milliseconds between two looks at the signal. */
const COUNT = 1000;
const WAIT_MILLISECONDS = 1000;

/** Server and stream of an address such as nats://server.example/STREAM?subject=plant.rows. */
interface NatsAddress {
  readonly url: URL;
  readonly stream: string;
  readonly subject: string | undefined;
}

/** @throws ConfigError when there is no stream, or the address holds a password */
function parseNatsAddress(address: string): NatsAddress {
  const url = parseAddress(address, NATS_VARIABLES);
  checkAddressOptions('A NATS address', url, ['subject']);
  const stream = decodeURIComponent(url.pathname.slice(1));
  if (stream !== '' && !/[\s.*>/\\]/.test(stream)) {
    return { url, stream, subject: addressOption(url, 'subject') };
  }
  throw new ConfigError(
    `A NATS address must name a stream, such as nats://server.example/STREAM, got ${address}.`,
  );
}

/** The messages of a stream. @throws ConfigError when the address names none */
export function natsStream(address: string): Source {
  const parsed = parseNatsAddress(address);
  return {
    name: parsed.url.href,
    tableName: parsed.stream,
    canResume: true,
    read: (options) => readStream(parsed, options),
  };
}

async function* readStream(place: NatsAddress, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const { signal, follow, from, note } = options;
  const { url, stream, subject } = place;
  const isStopped = (): boolean => signal?.aborted === true;
  const retries = createRetries(url.href, options);
  let next = Number(from?.sequence ?? 0) + 1;
  while (!isStopped()) {
    let connection: NatsConnection | undefined;
    try {
      connection = await connectNats(url);
      const { first, last } = await connection.range(stream);
      if (next > last + 1) {
        note?.(`${url.href} begins anew: it has ${last} messages; it is read from the beginning.`);
        next = 1;
      }
      if (next > 1 && next < first) {
        note?.(`${url.href} no longer has ${first - next} messages that were not read.`);
      }
      while (!isStopped()) {
        const request = { stream, subject, from: next };
        const messages = await connection.read(request, COUNT, WAIT_MILLISECONDS);
        retries.succeeded();
        const end = messages.at(-1);
        if (end) {
          next = end.sequence + 1;
          const records = messages.flatMap(({ text }) => recordsIn(text));
          yield { records, position: { sequence: end.sequence } };
        } else if (!follow) return;
      }
    } catch (error) {
      if (isUserError(error)) throw error;
      await retries.failed(error);
    } finally {
      await connection?.close().catch(() => {});
    }
  }
}
