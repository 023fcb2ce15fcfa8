/** The sources of rows, by the scheme of their address. To add one: a file beside this one, a line here. */
import { ConfigError } from '@anodec/core';
import { fileURLToPath } from 'node:url';
import { withoutPassword } from './address.js';
import { growingFile } from './growing-file.js';
import { httpFile } from './http.js';
import { mqttTopic } from './mqtt.js';
import { redisStream } from './redis.js';
import type { Source, SourceKind } from './source.js';
import { standardInput } from './standard-input.js';

/** The sources by scheme; an address without one is a file, and `-` is standard input. */
export const sources: Readonly<Record<string, SourceKind>> = {
  '-': {
    summary: 'standard input, until it ends',
    example: '-',
    open: () => standardInput(),
  },
  file: {
    summary: 'a file that grows, also where it is rotated or cut off',
    example: 'plant.csv',
    open: (address) => growingFile(address.startsWith('file:') ? fileURLToPath(address) : address),
  },
  http: {
    summary: 'a file on an HTTP server, which may grow',
    example: 'http://plant.example/log.csv',
    open: httpFile,
  },
  https: {
    summary: 'the same, encrypted',
    example: 'https://plant.example/log.csv',
    open: httpFile,
  },
  mqtt: {
    summary: 'messages of an MQTT topic, each a row or several; needs the package mqtt',
    example: 'mqtt://broker.example/plant/rows',
    open: mqttTopic,
  },
  mqtts: {
    summary: 'the same, encrypted',
    example: 'mqtts://broker.example/plant/rows',
    open: mqttTopic,
  },
  redis: {
    summary: 'entries of a Redis stream, each a row; needs the package ioredis',
    example: 'redis://server.example/plant',
    open: redisStream,
  },
  rediss: {
    summary: 'the same, encrypted',
    example: 'rediss://server.example/plant',
    open: redisStream,
  },
};

/**
 * Opens a source by its address.
 *
 * @throws ConfigError when the scheme is not known, or the address lacks something
 */
export function openSource(address: string): Source {
  if (address === '-') return sources['-'].open(address);
  // a single letter is a drive of Windows
  const scheme = /^([a-z][a-z\d+.-]+):/i.exec(address)?.[1].toLowerCase() ?? 'file';
  if (Object.hasOwn(sources, scheme)) return sources[scheme].open(address);
  throw new ConfigError(
    `A source must be one of ${Object.keys(sources).join(', ')}, got "${withoutPassword(address)}". A file ` +
      'with a colon in its name is written ./NAME.',
  );
}
