/** Sink: a message for each line on a subject of NATS, which a stream must keep. */
import { ConfigError } from '@anodec/core';
import { checkAddressOptions, connectNats, NATS_VARIABLES, parseAddress } from '@anodec/tables';
import { connectedSink } from './connected.js';
import type { Sink } from './sink.js';

/** Publishes lines on a subject. @throws ConfigError when the address names none */
export function natsPublisher(address: string): Sink {
  const url = parseAddress(address, NATS_VARIABLES);
  checkAddressOptions('A NATS address', url, []);
  const subject = decodeURIComponent(url.pathname.slice(1));
  if (subject === '' || /[\s*>]/.test(subject)) {
    throw new ConfigError(
      `A NATS address must name a subject, such as nats://server.example/plant.scores, got ${address}.`,
    );
  }
  return connectedSink(url.href, async () => {
    const connection = await connectNats(url);
    return {
      deliver: (lines) =>
        connection.publish(
          subject,
          lines.map((line) => JSON.stringify(line)),
        ),
      close: () => connection.close(),
    };
  });
}
