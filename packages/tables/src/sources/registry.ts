/** The sources of rows, by the scheme of their address. To add one: a file beside this one, a line here. */
import { ConfigError } from '@anodec/core';
import { fileURLToPath } from 'node:url';
import { withoutPassword } from './address.js';
import { dynamoTable } from './aws/dynamodb.js';
import { dynamoExport } from './aws/dynamodb-export.js';
import { copyS3Object, s3Objects } from './aws/s3.js';
import { copyStream } from './copy-bytes.js';
import { growingFile } from './growing-file.js';
import { copyHttpFile, httpFile } from './http.js';
import { mqttTopic } from './mqtt.js';
import { natsStream } from './nats.js';
import { postgresRows } from './postgres.js';
import { redisStream } from './redis.js';
import type { Source, SourceKind } from './source.js';
import { standardInput } from './standard-input.js';

/** The sources by scheme; an address without one is a file, and `-` is standard input. */
export const sources: Readonly<Record<string, SourceKind>> = {
  '-': {
    summary: 'standard input, until it ends',
    example: '-',
    open: () => standardInput(),
    copy: (_address, folder, listeners) => copyStream(process.stdin, folder, listeners),
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
    copy: copyHttpFile,
  },
  https: {
    summary: 'the same, encrypted',
    example: 'https://plant.example/log.csv',
    open: httpFile,
    copy: copyHttpFile,
  },
  mqtt: {
    summary: 'messages of an MQTT topic, each a row or several; needs the package mqtt',
    example: 'mqtt://broker.example/plant/rows',
    open: mqttTopic,
    copy: false,
  },
  mqtts: {
    summary: 'the same, encrypted',
    example: 'mqtts://broker.example/plant/rows',
    open: mqttTopic,
    copy: false,
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
  nats: {
    summary: 'messages of a NATS JetStream stream, each a row or several; needs @nats-io/jetstream',
    example: 'nats://server.example/STREAM?subject=plant.rows',
    open: natsStream,
  },
  postgres: {
    summary: 'rows of a PostgreSQL or TimescaleDB query or table; needs the package pg',
    example: 'postgres://server.example/plant?query=SELECT * FROM rows&key=time',
    open: postgresRows,
  },
  postgresql: {
    summary: 'the same',
    example: 'postgresql://server.example/plant?table=rows&key=time',
    open: postgresRows,
  },
  s3: {
    summary:
      'an object of S3, or with a slash at the end all of a folder; needs @aws-sdk/client-s3',
    example: 's3://bucket/plant/',
    open: s3Objects,
    copy: copyS3Object,
  },
  dynamodb: {
    summary: 'items of a DynamoDB table, sorted by time; needs @aws-sdk/client-dynamodb',
    example: 'dynamodb://us-east-1/table?uid=sensor_1',
    open: dynamoTable,
  },
  'dynamodb-export': {
    summary: 'a file of items in the notation of DynamoDB, CSV or JSON, sorted by time',
    example: 'dynamodb-export:export.csv?columns=lab',
    open: dynamoExport,
  },
};

/** The scheme of an address; `file` without one, as a single letter is a drive of Windows. */
export function schemeOf(address: string): string {
  if (address === '-') return address;
  return /^([a-z][a-z\d+.-]+):/i.exec(address)?.[1].toLowerCase() ?? 'file';
}

/**
 * Opens a source by its address.
 *
 * @throws ConfigError when the scheme is not known, or the address lacks something
 */
export function openSource(address: string): Source {
  const scheme = schemeOf(address);
  if (Object.hasOwn(sources, scheme)) return sources[scheme].open(address);
  throw new ConfigError(
    `A source must be one of ${Object.keys(sources).join(', ')}, got "${withoutPassword(address)}". A file ` +
      'with a colon in its name is written ./NAME.',
  );
}
