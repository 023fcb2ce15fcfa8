/**
 * Source: objects of S3. An object is read from some byte on, as a file on a server that may grow; a folder is the
 * objects whose keys begin with it, in the order of their keys, those that come later too, as a recorder that writes
 * a file every minute leaves them. The position is the key with the byte.
 */
import {
  type Listeners,
  ConfigError,
  isUserError,
  silentProgress,
  StoppedError,
} from '@anodec/core';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseAddress } from '../address.js';
import { checkAddressOptions } from '../address-options.js';
import { copyBytes, fileNameIn, type RemoteFile } from '../copy-bytes.js';
import { copyRecords } from '../copy-records.js';
import { readRemoteLines } from '../remote-lines.js';
import { createRetries } from '../retry.js';
import { type ReadOptions, type Source, type SourceBatch, waitFor } from '../source.js';
import { AWS_OPTIONS, type AwsSettings, awsSettings } from './aws-settings.js';
import { type Bucket, type ListedObject, openBucket } from './s3-library.js';

/** Between two looks for new objects. */
const POLL_MILLISECONDS = 2000;

/** Bucket and key of an address such as s3://bucket/folder/plant.csv. */
export interface S3Address {
  /** Without its options. */
  readonly href: string;
  readonly bucket: string;
  readonly key: string;
  readonly name: string;
  readonly settings: AwsSettings;
}

/** @throws ConfigError when there is no bucket, or an option that is not known */
export function parseS3Address(address: string): S3Address {
  const url = parseAddress(address, 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  checkAddressOptions('An S3 address', url, AWS_OPTIONS);
  const bucket = url.hostname;
  const key = decodeURIComponent(url.pathname.slice(1));
  if (bucket === '') {
    throw new ConfigError('An S3 address must name a bucket, such as s3://bucket/plant.csv.');
  }
  const settings = awsSettings(url, 'S3');
  return { href: `s3://${bucket}/${key}`, bucket, key, name: fileNameIn(url), settings };
}

/** Whether an address is of all objects below a key. */
function isFolder({ key }: S3Address): boolean {
  return key === '' || key.endsWith('/');
}

/** The lines of an object, or of those of a folder. @throws ConfigError when the address is none */
export function s3Objects(address: string): Source {
  const place = parseS3Address(address);
  return {
    name: place.href,
    canResume: true,
    read: (options) => (isFolder(place) ? readFolder(place, options) : readObject(place, options)),
  };
}

/** Copies an object, or the lines of a folder of them as one table. @throws ConfigError when the address names none */
export async function copyS3Object(
  address: string,
  folder: string,
  listeners: Listeners,
): Promise<string> {
  const place = parseS3Address(address);
  if (isFolder(place)) return copyRecords(s3Objects(address), folder, listeners);
  const bucket = await openBucket(place.bucket, place.settings);
  try {
    return await copyBytes(remoteObject(bucket, place), folder, listeners);
  } finally {
    bucket.close();
  }
}

/**
 * Writes a file into a bucket, in parts where it is large; the object is there when all of it is.
 *
 * @throws DataError when it cannot be written; StoppedError when the signal was raised
 */
export async function putS3Object(
  address: string,
  path: string,
  { signal, progress = silentProgress }: Listeners = {},
): Promise<void> {
  const { bucket: name, key, href, settings } = parseS3Address(address);
  const { size } = await stat(path);
  const retries = createRetries(href, { ...(signal && { signal }), most: 4 });
  const bucket = await openBucket(name, settings);
  try {
    progress.begin(`Writing ${basename(key)}`, size, 'bytes');
    for (;;) {
      if (signal?.aborted) throw new StoppedError(`Stopped while writing ${href}.`);
      try {
        await bucket.put(key, path, {
          ...(signal && { signal }),
          onBytes: (done) => progress.update(done),
        });
        return retries.succeeded();
      } catch (error) {
        if (signal?.aborted) continue;
        if (isUserError(error)) throw error;
        await retries.failed(error);
      }
    }
  } finally {
    progress.end();
    bucket.close();
  }
}

function remoteObject(bucket: Bucket, { href, name, key }: S3Address): RemoteFile {
  return { href, name, request: (offset, signal) => bucket.get(key, offset, signal) };
}

async function* readObject(place: S3Address, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const bucket = await openBucket(place.bucket, place.settings);
  try {
    yield* readRemoteLines(remoteObject(bucket, place), options);
  } finally {
    bucket.close();
  }
}

async function* readFolder(place: S3Address, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const { from, follow, signal } = options;
  const isStopped = (): boolean => signal?.aborted === true;
  const bucket = await openBucket(place.bucket, place.settings);
  const retries = createRetries(place.href, options);
  let last = String(from?.key ?? '');
  let isBegun = last !== '';
  const readOne = async function* (key: string, offset: number): AsyncGenerator<SourceBatch> {
    const href = `s3://${place.bucket}/${key}`;
    const file = remoteObject(bucket, { ...place, key, href, name: basename(key) });
    const one = { ...options, from: { offset }, follow: false, wasReached: true };
    const lines = readRemoteLines(file, one);
    for await (const batch of lines) yield { ...batch, position: { key, ...batch.position } };
  };
  try {
    while (!isStopped()) {
      let objects: readonly ListedObject[];
      try {
        objects = await (isBegun
          ? bucket.list(last, '', signal)
          : bucket.list(place.key, last, signal));
        retries.succeeded();
      } catch (error) {
        if (isStopped()) return;
        if (isUserError(error)) throw error;
        await retries.failed(error);
        continue;
      }
      if (isBegun) {
        // the object that was begun is read to its end first, unless it is gone since
        isBegun = false;
        if (objects.some(({ key }) => key === last)) yield* readOne(last, Number(from?.offset));
        continue;
      }
      for (const { key, size } of objects) {
        if (isStopped()) return;
        last = key;
        if (size > 0) yield* readOne(key, 0); // an empty one stands for a folder
      }
      if (objects.length > 0) continue;
      if (!follow) return;
      await waitFor(POLL_MILLISECONDS, signal);
    }
  } finally {
    bucket.close();
  }
}
