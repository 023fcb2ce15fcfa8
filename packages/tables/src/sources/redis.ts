/**
 * Source: the entries of a Redis stream, each a row: a field for each column, or one field with the row as JSON. The
 * position is the number of the last entry, so that nothing is lost while the stream keeps its entries.
 */
import { ConfigError, isUserError } from '@anodec/core';
import { parseAddress } from './address.js';
import { connectRedis, type RedisConnection, type RedisEntry } from './redis-library.js';
import { createRetries } from './retry.js';
import type { ReadOptions, Source, SourceBatch, SourceRecord } from './source.js';

/** Entries at a time, and milliseconds between two looks at the signal. */
const COUNT = 1000;
const WAIT_MILLISECONDS = 500;

/** Server and stream of an address such as redis://server.example/plant. */
export interface RedisAddress {
  readonly url: URL;
  readonly key: string;
}

/** @throws ConfigError when there is no stream, or the address holds a password */
export function parseRedisAddress(address: string): RedisAddress {
  const url = parseAddress(address, 'ANODEC_REDIS_USERNAME and ANODEC_REDIS_PASSWORD');
  const key = decodeURIComponent(url.pathname.slice(1));
  if (key !== '') return { url, key };
  throw new ConfigError(
    `A Redis address must name a stream, such as redis://server.example/plant, got ${address}.`,
  );
}

/** The entries of a stream. */
export function redisStream(address: string): Source {
  const parsed = parseRedisAddress(address);
  return {
    name: parsed.url.href,
    canResume: true,
    read: (options) => readStream(parsed, options),
  };
}

async function* readStream(
  { url, key }: RedisAddress,
  options: ReadOptions,
): AsyncGenerator<SourceBatch> {
  const { signal, follow, from } = options;
  const isStopped = (): boolean => signal?.aborted === true;
  const retries = createRetries(url.href, options);
  let id = String(from?.id ?? '0-0');
  while (!isStopped()) {
    let connection: RedisConnection | undefined;
    try {
      connection = await connectRedis(url);
      while (!isStopped()) {
        const entries = await connection.read(key, id, COUNT, follow ? WAIT_MILLISECONDS : 0);
        retries.succeeded();
        const last = entries.at(-1);
        if (last) {
          id = last.id;
          yield { records: entries.map(recordOf), position: { id } };
        } else if (!follow) return;
      }
    } catch (error) {
      if (isUserError(error)) throw error;
      await retries.failed(error);
    } finally {
      connection?.close();
    }
  }
}

function recordOf({ fields }: RedisEntry): SourceRecord {
  const [only, ...others] = Object.values(fields);
  return others.length === 0 && only?.trimStart().startsWith('{') ? only : fields;
}
