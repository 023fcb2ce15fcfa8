/** An object of S3 of which parts are read, so that a reader fetches what it looks at and nothing is copied. */
import { isUserError } from '@anodec/core';
import type { ByteSource } from '../../byte-source.js';
import { createRetries } from '../retry.js';
import { parseS3Address } from './s3.js';
import { openBucket } from './s3-library.js';

/** Opens an object. @throws DataError when it cannot be read; ConfigError when the address names none */
export async function openS3Bytes(address: string, signal?: AbortSignal): Promise<ByteSource> {
  const { bucket: name, key, name: source, href, settings } = parseS3Address(address);
  const bucket = await openBucket(name, settings);
  const retried = async <R>(work: () => Promise<R>): Promise<R> => {
    const retries = createRetries(href, { ...(signal && { signal }), most: 6 });
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (isUserError(error) || signal?.aborted) throw error;
        await retries.failed(error);
      }
    }
  };
  try {
    const size = await retried(() => bucket.size(key, signal));
    return {
      source,
      size,
      read: (start, end) => retried(() => bucket.slice(key, start, end)),
      close: async () => bucket.close(),
    };
  } catch (error) {
    bucket.close();
    throw error;
  }
}
