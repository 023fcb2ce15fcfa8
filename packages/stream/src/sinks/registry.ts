/** The sinks of results, by the scheme of their address. To add one: a file beside this one, a line here. */
import { ConfigError } from '@anodec/core';
import { withoutPassword } from '@anodec/tables';
import { mqttPublisher } from './mqtt.js';
import { natsPublisher } from './nats.js';
import { redisWriter } from './redis.js';
import type { Sink, SinkKind } from './sink.js';
import { standardOutput } from './standard-output.js';
import { webhook } from './webhook.js';

/** The sinks by scheme; standard output has none and is called `stdout`. */
export const sinks: Readonly<Record<string, SinkKind>> = {
  stdout: {
    summary: 'JSON lines on standard output',
    example: 'stdout',
    open: () => standardOutput(),
  },
  http: {
    summary: 'alarms by POST to an HTTP address',
    example: 'http://desk.example/alarms',
    open: webhook,
  },
  https: {
    summary: 'the same, encrypted',
    example: 'https://desk.example/alarms',
    open: webhook,
  },
  mqtt: {
    summary: 'messages on an MQTT topic; needs the package mqtt',
    example: 'mqtt://broker.example/plant/scores',
    open: mqttPublisher,
  },
  mqtts: {
    summary: 'the same, encrypted',
    example: 'mqtts://broker.example/plant/scores',
    open: mqttPublisher,
  },
  redis: {
    summary: 'entries of a Redis stream; needs the package ioredis',
    example: 'redis://server.example/scores',
    open: redisWriter,
  },
  rediss: {
    summary: 'the same, encrypted',
    example: 'rediss://server.example/scores',
    open: redisWriter,
  },
  nats: {
    summary: 'messages on a subject that a NATS JetStream stream keeps; needs @nats-io/jetstream',
    example: 'nats://server.example/plant.scores',
    open: natsPublisher,
  },
};

/** Opens a sink by its address. @throws ConfigError when the scheme is not known */
export function openSink(address: string): Sink {
  const name = address === '-' ? 'stdout' : address;
  const scheme = name === 'stdout' ? name : /^([a-z][a-z\d+.-]*):/i.exec(name)?.[1].toLowerCase();
  if (scheme !== undefined && Object.hasOwn(sinks, scheme)) return sinks[scheme].open(address);
  throw new ConfigError(
    `A place for results must be one of ${Object.keys(sinks).join(', ')}, got "${withoutPassword(address)}". ` +
      'The folder of the live scoring has them in any case.',
  );
}
