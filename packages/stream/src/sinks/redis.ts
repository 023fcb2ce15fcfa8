/** Sink: an entry for each line in a Redis stream, its JSON in the field `line`. */
import { connectRedis, parseRedisAddress } from '@anodec/tables';
import { connectedSink } from './connected.js';
import type { Sink } from './sink.js';

/** Adds lines to a stream. @throws ConfigError when the address names no stream */
export function redisWriter(address: string): Sink {
  const { url, key } = parseRedisAddress(address);
  return connectedSink(url.href, async () => {
    const connection = await connectRedis(url);
    return {
      deliver: (lines) =>
        connection.add(
          key,
          'line',
          lines.map((line) => JSON.stringify(line)),
        ),
      close: async () => connection.close(),
    };
  });
}
