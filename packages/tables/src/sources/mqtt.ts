/**
 * Source: the messages of an MQTT topic. The broker keeps those that nobody acknowledged, also while nobody is
 * connected, and a message is acknowledged when its rows are stored: none is lost, and one that comes again has a
 * time that was there. That holds for messages published with quality of service 1 or 2; those with 0 come once or not
 * at all.
 */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { ConfigError, isUserError } from '@anodec/core';
import { parseAddress } from './address.js';
import { connectMqtt, type MqttConnection } from './mqtt-library.js';
import { createRetries } from './retry.js';
import type { ReadOptions, Source, SourceBatch, SourceRecord } from './source.js';

/** Silence after which a topic counts as read, where it is not followed. */
const QUIET_MILLISECONDS = 2000;
/** Between two looks at the signal. */
const LOOK_MILLISECONDS = 200;

/** Broker and topic of an address such as mqtt://broker.example/plant/rows?client=NAME. */
export interface MqttAddress {
  readonly url: URL;
  readonly topic: string;
  readonly client: string | null;
}

/** @throws ConfigError when there is no topic, or the address holds a password */
export function parseMqttAddress(address: string): MqttAddress {
  const url = parseAddress(address, 'ANODEC_MQTT_USERNAME and ANODEC_MQTT_PASSWORD');
  const topic = decodeURIComponent(url.pathname.slice(1));
  if (topic !== '') return { url, topic, client: url.searchParams.get('client') };
  throw new ConfigError(
    `An MQTT address must name a topic, such as mqtt://broker.example/plant/rows, got ${address}.`,
  );
}

/** The messages of a topic. */
export function mqttTopic(address: string): Source {
  const parsed = parseMqttAddress(address);
  return {
    name: parsed.url.href,
    canResume: true,
    read: (options) => readTopic(parsed, options),
  };
}

/** Stays the same from one start to the next, so that the broker knows who comes back. */
function sessionOf({ url, client }: MqttAddress): string {
  if (client !== null) return client;
  const place = `${url.href} ${hostname()} ${process.cwd()}`;
  return `anodec-${createHash('sha256').update(place).digest('hex').slice(0, 12)}`;
}

async function* readTopic(address: MqttAddress, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const { signal, follow } = options;
  const isStopped = (): boolean => signal?.aborted === true;
  const retries = createRetries(address.url.href, options);
  while (!isStopped()) {
    let connection: MqttConnection | undefined;
    try {
      connection = await connectMqtt(address.url, sessionOf(address));
      const { messages } = connection;
      connection.subscribe(address.topic).then(
        () => retries.succeeded(),
        (error: unknown) => messages.fail(error),
      );
      let last = performance.now();
      while (!isStopped()) {
        const message = await messages.next(LOOK_MILLISECONDS);
        if (message) {
          retries.succeeded();
          last = performance.now();
          const records = recordsIn(message.payload.toString('utf8'));
          yield { records, position: {}, acknowledge: message.acknowledge };
        } else if (!follow && performance.now() - last > QUIET_MILLISECONDS) return;
      }
    } catch (error) {
      if (isUserError(error)) throw error;
      await retries.failed(error);
    } finally {
      await connection?.close().catch(() => {});
    }
  }
}

/** The rows of a message: a JSON object, a list of them, or lines. */
export function recordsIn(text: string): SourceRecord[] {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) {
    try {
      const parsed: unknown = JSON.parse(trimmed);
      if (Array.isArray(parsed)) return parsed.map((row) => JSON.stringify(row));
    } catch {
      return [trimmed]; // no row, which whoever reads it says
    }
  }
  return trimmed.startsWith('{') && !trimmed.includes('}\n') ? [trimmed] : trimmed.split(/\r?\n/);
}
