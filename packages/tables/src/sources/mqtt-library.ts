/** MQTT connections; the only file that knows the package mqtt, which it loads when one is opened. */
import type { IClientOptions, MqttClient } from 'mqtt';
import { credentialsOf } from './address.js';
import { type AsyncQueue, createQueue } from './async-queue.js';
import { optionalPackage } from '@anodec/files';

/** A message, and how to say that it is stored. */
export interface MqttMessage {
  readonly payload: Buffer;
  /** The broker sends a message again until this was called. */
  readonly acknowledge: () => void;
}

/** A connection to a broker. */
export interface MqttConnection {
  /** Messages of the topic, one at a time: the next one comes when the one before is acknowledged. */
  readonly messages: AsyncQueue<MqttMessage>;
  /**
   * Asks for the messages of a topic. The answer comes behind the messages that the broker kept, each of which waits
   * for its acknowledgement, so whoever takes messages must not wait for it.
   */
  subscribe(topic: string): Promise<void>;
  /** Delivers payloads at least once. */
  publish(topic: string, payloads: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_MILLISECONDS = 10_000;

/**
 * Connects to a broker; user and password are ANODEC_MQTT_USERNAME and ANODEC_MQTT_PASSWORD of the environment.
 *
 * @param session name under which the broker keeps unacknowledged messages while nobody is connected
 * @throws ConfigError when the package is not installed; an Error when there is no connection
 */
export async function connectMqtt(url: URL, session?: string): Promise<MqttConnection> {
  const { connect } = await optionalPackage(import('mqtt'), 'mqtt', 'MQTT');
  const options: IClientOptions = {
    ...credentialsOf('ANODEC_MQTT'),
    ...(session !== undefined && { clientId: session, clean: false }),
    reconnectPeriod: 0, // tries are counted by whoever connects
    connectTimeout: CONNECT_MILLISECONDS,
  };
  const client = connect(`${url.protocol}//${url.host}`, options);
  const messages = createQueue<MqttMessage>();
  client.handleMessage = ({ payload }, callback) => {
    messages.push({ payload: Buffer.from(payload), acknowledge: () => callback() });
  };
  await opened(client);
  client.on('error', (error) => messages.fail(error));
  client.on('close', () => messages.fail(new Error('the connection was closed')));
  return {
    messages,
    async subscribe(topic) {
      await client.subscribeAsync(topic, { qos: 1 });
    },
    async publish(topic, payloads) {
      await Promise.all(payloads.map((payload) => client.publishAsync(topic, payload, { qos: 1 })));
    },
    // by force: an acknowledgement may never come
    close: () => client.endAsync(true),
  };
}

function opened(client: MqttClient): Promise<void> {
  return new Promise((resolve, reject) => {
    let reason: Error = new Error('the connection was closed');
    client.once('connect', () => resolve());
    client.on('error', (error) => (reason = error));
    client.once('close', () => {
      void client.endAsync(true).catch(() => {});
      reject(reason);
    });
  });
}
