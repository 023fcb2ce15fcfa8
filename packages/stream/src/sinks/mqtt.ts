/** Sink: a message for each line on an MQTT topic, at least once (quality of service 1). */
import { connectMqtt, parseMqttAddress } from '@anodec/tables';
import { connectedSink } from './connected.js';
import type { Sink } from './sink.js';

/** Publishes lines. @throws ConfigError when the address names no topic */
export function mqttPublisher(address: string): Sink {
  const { url, topic } = parseMqttAddress(address);
  return connectedSink(url.href, async () => {
    const connection = await connectMqtt(url);
    return {
      deliver: (lines) =>
        connection.publish(
          topic,
          lines.map((line) => JSON.stringify(line)),
        ),
      close: () => connection.close(),
    };
  });
}
