/** Redis connections; the only file that knows the package ioredis, which it loads when one is opened. */
import { credentialsOf } from './address.js';
import { optionalPackage } from '@anodec/files';

/** An entry of a stream. */
export interface RedisEntry {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A connection to a server. */
export interface RedisConnection {
  /**
   * Entries of a stream behind one, in order.
   *
   * @param wait milliseconds to wait for one where there is none; 0: not at all
   */
  read(key: string, after: string, count: number, wait: number): Promise<RedisEntry[]>;
  /** Adds an entry with one field for each text. */
  add(key: string, field: string, texts: readonly string[]): Promise<void>;
  close(): void;
}

const CONNECT_MILLISECONDS = 10_000;

/**
 * Connects to a server; user and password are ANODEC_REDIS_USERNAME and ANODEC_REDIS_PASSWORD of the environment.
 *
 * @throws ConfigError when the package is not installed; an Error when there is no connection
 */
export async function connectRedis(url: URL): Promise<RedisConnection> {
  const { Redis } = await optionalPackage(import('ioredis'), 'ioredis', 'Redis');
  const client = new Redis({
    host: url.hostname,
    port: url.port === '' ? 6379 : Number(url.port),
    ...credentialsOf('ANODEC_REDIS'),
    ...(url.protocol === 'rediss:' && { tls: {} }),
    lazyConnect: true,
    enableOfflineQueue: false,
    retryStrategy: () => null, // tries are counted by whoever connects
    connectTimeout: CONNECT_MILLISECONDS,
    protocol: 2,
  });
  let reason: unknown;
  client.on('error', (error) => (reason = error));
  await client.connect().catch((error: unknown) => {
    client.disconnect();
    throw reason ?? error;
  });
  return {
    async read(key, after, count, wait) {
      const block = wait > 0 ? ['BLOCK', wait] : [];
      const reply = await client.call('XREAD', 'COUNT', count, ...block, 'STREAMS', key, after);
      return entriesIn(reply);
    },
    async add(key, field, texts) {
      const pipeline = client.pipeline();
      for (const text of texts) pipeline.xadd(key, '*', field, text);
      const replies = (await pipeline.exec()) ?? [];
      const failed = replies.find(([error]) => error);
      if (failed) throw failed[0] as Error;
    },
    close: () => client.disconnect(),
  };
}

/** [[key, [[id, [field, value, …]], …]]], or null for none. */
function entriesIn(reply: unknown): RedisEntry[] {
  const streams = (reply ?? []) as readonly [string, readonly [string, readonly string[]][]][];
  return streams.flatMap(([, entries]) =>
    entries.map(([id, cells]) => ({
      id,
      fields: Object.fromEntries(
        Array.from({ length: cells.length / 2 }, (_, i) => [cells[2 * i], cells[2 * i + 1]]),
      ),
    })),
  );
}
