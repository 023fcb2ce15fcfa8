/** Objects of S3; the only file that knows the packages of its client, which it loads when one is asked for. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { DataError } from '@anodec/core';
import type { RangeAnswer } from '../http-request.js';
import { optionalPackage } from '@anodec/files';
import { type AwsSettings, awsError, quietAboutNode } from './aws-settings.js';

/** An object in a listing. */
export interface ListedObject {
  readonly key: string;
  readonly size: number;
}

/** A bucket that is open. Each call fails with a DataError where no second try would help. */
export interface Bucket {
  /** The object from a byte on. */
  get(key: string, offset: number, signal?: AbortSignal): Promise<RangeAnswer>;
  size(key: string, signal?: AbortSignal): Promise<number>;
  /** Bytes `start` to `end`, which is left out; the object must stay the one it was at the first slice. */
  slice(key: string, start: number, end: number): Promise<ArrayBuffer>;
  /** Objects whose keys begin with `prefix`, in order, behind the key `after`; a thousand at most. */
  list(prefix: string, after: string, signal?: AbortSignal): Promise<ListedObject[]>;
  /** Writes a file in parts; the object is there when all of them are. */
  put(key: string, path: string, listeners: PutListeners): Promise<void>;
  close(): void;
}

/** Listeners of writing. */
export interface PutListeners {
  readonly signal?: AbortSignal;
  readonly onBytes?: (done: number) => void;
}

/** Opens a bucket. @throws ConfigError when the package is not installed */
export async function openBucket(bucket: string, settings: AwsSettings): Promise<Bucket> {
  quietAboutNode();
  const library = await optionalPackage(import('@aws-sdk/client-s3'), '@aws-sdk/client-s3', 'S3');
  const { S3Client, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } = library;
  // a bucket as part of the host name is for AWS alone
  const client = new S3Client({ ...settings, forcePathStyle: settings.endpoint !== undefined });
  const tags = new Map<string, string>();
  const asked = async <R>(key: string, work: () => Promise<R>): Promise<R> => {
    try {
      return await work();
    } catch (error) {
      throw awsError(error, `s3://${bucket}/${key}`);
    }
  };
  const head = (key: string, signal?: AbortSignal) =>
    asked(key, () =>
      client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), abortOf(signal)),
    );
  return {
    async get(key, offset, signal) {
      const { ContentLength: total = 0, ContentType: type, ETag: tag } = await head(key, signal);
      const empty = { body: noBytes(), total, type, version: tag, isShorter: total < offset };
      if (total <= offset) return empty;
      const Range = offset > 0 ? `bytes=${offset}-` : undefined;
      const input = {
        Bucket: bucket,
        Key: key,
        ...(Range && { Range }),
        ...(tag && { IfMatch: tag }),
      };
      const answer = await asked(key, () =>
        client.send(new GetObjectCommand(input), abortOf(signal)),
      );
      return { ...empty, body: answer.Body as Readable };
    },
    size: async (key, signal) => (await head(key, signal)).ContentLength ?? 0,
    async slice(key, start, end) {
      const known = tags.get(key);
      const input = { Bucket: bucket, Key: key, Range: `bytes=${start}-${end - 1}` };
      const answer = await asked(key, () =>
        client.send(new GetObjectCommand({ ...input, ...(known && { IfMatch: known }) })),
      );
      if (answer.ETag) tags.set(key, answer.ETag);
      const bytes = await answer.Body?.transformToByteArray();
      if (bytes?.length === end - start) return Uint8Array.from(bytes).buffer;
      throw new DataError(
        `s3://${bucket}/${key} must give out ${end - start} bytes from byte ${start} on, got ${bytes?.length}.`,
      );
    },
    async list(prefix, after, signal) {
      const input = { Bucket: bucket, Prefix: prefix, ...(after !== '' && { StartAfter: after }) };
      const { Contents = [] } = await asked(prefix, () =>
        client.send(new ListObjectsV2Command(input), abortOf(signal)),
      );
      return Contents.map(({ Key = '', Size = 0 }) => ({ key: Key, size: Size }));
    },
    async put(key, path, { signal, onBytes }) {
      const { Upload } = await optionalPackage(
        import('@aws-sdk/lib-storage'),
        '@aws-sdk/lib-storage',
        'writing to S3',
      );
      const params = { Bucket: bucket, Key: key, Body: createReadStream(path) };
      const upload = new Upload({ client, params });
      upload.on('httpUploadProgress', ({ loaded = 0 }) => onBytes?.(loaded));
      const stop = (): void => void upload.abort();
      signal?.addEventListener('abort', stop);
      try {
        await asked(key, () => upload.done());
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    },
    close: () => client.destroy(),
  };
}

function abortOf(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {};
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}
