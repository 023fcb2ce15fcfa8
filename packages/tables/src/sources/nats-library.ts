/** NATS connections; the only file that knows the packages of its client, which it loads when one is opened. */
import { ConfigError, DataError } from '@anodec/core';
import { credentialsOf } from './address.js';
import { optionalPackage } from '@anodec/files';

/** A message of a stream. */
export interface NatsMessage {
  /** Its number in the stream, from 1 on. */
  readonly sequence: number;
  readonly text: string;
}

/** What a stream holds: the numbers of its messages; none where the last is smaller than the first. */
export interface NatsRange {
  readonly first: number;
  readonly last: number;
}

/** A connection to a server. */
export interface NatsConnection {
  /** @throws DataError when there is no such stream */
  range(stream: string): Promise<NatsRange>;
  /** Messages from a number on, in order; none where none came within the milliseconds. */
  read(request: NatsRequest, count: number, wait: number): Promise<NatsMessage[]>;
  /** Stores payloads in the stream that takes their subject. */
  publish(subject: string, payloads: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Which messages. */
export interface NatsRequest {
  readonly stream: string;
  readonly subject: string | undefined;
  readonly from: number;
}

const CONNECT_MILLISECONDS = 10_000;

/** The environment variables of user and password, or of a token in place of both. */
export const NATS_VARIABLES =
  'ANODEC_NATS_USERNAME and ANODEC_NATS_PASSWORD, or a token as ANODEC_NATS_TOKEN';

/**
 * Connects to a server; user and password are ANODEC_NATS_USERNAME and ANODEC_NATS_PASSWORD of the environment, or
 * ANODEC_NATS_TOKEN.
 *
 * @throws ConfigError when the packages are not installed, or the server refuses; an Error when there is no connection
 */
export async function connectNats(url: URL): Promise<NatsConnection> {
  const [{ connect }, { jetstream, jetstreamManager }] = await Promise.all([
    optionalPackage(import('@nats-io/transport-node'), '@nats-io/transport-node', 'NATS'),
    optionalPackage(import('@nats-io/jetstream'), '@nats-io/jetstream', 'NATS JetStream'),
  ]);
  const { username, password } = credentialsOf('ANODEC_NATS');
  const token = process.env.ANODEC_NATS_TOKEN;
  const asked = async <R>(work: () => Promise<R>): Promise<R> => {
    try {
      return await work();
    } catch (error) {
      throw natsError(error, `${url.protocol}//${url.host}`);
    }
  };
  const connection = await asked(() =>
    connect({
      servers: url.host,
      reconnect: false, // tries are counted by whoever connects
      timeout: CONNECT_MILLISECONDS,
      ...(username !== undefined && { user: username }),
      ...(password !== undefined && { pass: password }),
      ...(token !== undefined && { token }),
    }),
  );
  const streams = jetstream(connection);
  return {
    range: (stream) =>
      asked(async () => {
        const manager = await jetstreamManager(connection);
        const { state } = await manager.streams.info(stream);
        return { first: state.first_seq, last: state.last_seq };
      }),
    read: ({ stream, subject, from }, count, wait) =>
      asked(async () => {
        const consumer = await streams.consumers.get(stream, {
          opt_start_seq: from,
          ...(subject !== undefined && { filter_subjects: subject }),
        });
        const messages: NatsMessage[] = [];
        for await (const message of await consumer.fetch({ max_messages: count, expires: wait })) {
          messages.push({ sequence: message.seq, text: message.string() });
          if (message.info.pending === 0) break; // no more are there, so none is waited for
        }
        await consumer.delete().catch(() => false);
        return messages;
      }),
    publish: (subject, payloads) =>
      asked(async () => {
        await Promise.all(payloads.map((payload) => streams.publish(subject, payload)));
      }),
    close: () => connection.close(),
  };
}

/** Source: NATS documentation, "JetStream API errors". */
function natsError(error: unknown, server: string): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  if (/Authorization|UserAuthentication|Permission/i.test(name) || /authorization/i.test(message)) {
    return new ConfigError(
      `${server} must be open to this user, got: ${message}. Set ANODEC_NATS_USERNAME and ` +
        'ANODEC_NATS_PASSWORD, or ANODEC_NATS_TOKEN, in the environment.',
    );
  }
  if (/StreamNotFound/i.test(name) || /stream not found/i.test(message)) {
    return new DataError(
      `${server} must have the stream that the address names, got: ${message}. List them with nats stream ls.`,
    );
  }
  return error;
}
