/** Copies a file of a server; a copy that is cut off goes on at the byte where it was. */
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isUserError, type Listeners, DataError, silentProgress, StoppedError } from '@anodec/core';
import { fileError, openWriteStream } from '@anodec/files';
import type { RangeAnswer } from './http-request.js';
import { createRetries } from './retry.js';

/** A file of which a server gives the bytes from any one on. */
export interface RemoteFile {
  /** Its address, without passwords. */
  readonly href: string;
  /** Its name, without folders. */
  readonly name: string;
  /** @throws DataError or ConfigError when no second try would help; any other error may pass */
  request(offset: number, signal?: AbortSignal): Promise<RangeAnswer>;
}

/** The last part of an address, to name a copy with. */
export function fileNameIn({ pathname, hostname }: URL): string {
  return basename(decodeURIComponent(pathname)) || hostname;
}

/**
 * Copies a file into a folder.
 *
 * @returns the path of the copy
 * @throws DataError when it cannot be read or written, or is replaced meanwhile; StoppedError when the signal was raised
 */
export async function copyBytes(
  remote: RemoteFile,
  folder: string,
  { signal, progress = silentProgress }: Listeners,
): Promise<string> {
  const { href, name } = remote;
  const path = join(folder, name);
  const retries = createRetries(href, { ...(signal && { signal }), most: 6 });
  const file = await open(path, 'w');
  let done = 0;
  let version: string | undefined;
  try {
    for (let total: number | undefined; total === undefined || done < total; ) {
      if (signal?.aborted) throw new StoppedError(`Stopped while downloading ${name}.`);
      try {
        const answer = await remote.request(done, signal);
        version ??= answer.version;
        if (answer.isShorter || answer.version !== version) throw changed(href);
        total = answer.total;
        progress.begin(`Downloading ${name}`, total ?? 0, 'bytes');
        for await (const bytes of answer.body) {
          await file.appendFile(bytes).catch((error: unknown) => {
            throw fileError(error, path, 'written'); // no fault of the server, which is asked again after one
          });
          done += bytes.length;
          progress.update(done);
        }
        total ??= done; // the server did not say, and ended well
        retries.succeeded();
      } catch (error) {
        if (signal?.aborted) continue;
        if (isUserError(error)) throw error;
        await retries.failed(error);
      }
    }
  } finally {
    progress.end();
    await file.close();
  }
  return path;
}

/** Copies what comes on a stream. @throws StoppedError when the signal was raised */
export async function copyStream(
  stream: Readable,
  folder: string,
  { signal }: Listeners,
): Promise<string> {
  const path = join(folder, 'standard-input');
  try {
    await pipeline(stream, await openWriteStream(path), signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted) throw new StoppedError('Stopped while reading standard input.');
    throw fileError(error, path, 'written');
  }
  return path;
}

function changed(href: string): DataError {
  return new DataError(
    `${href} must stay as it is while it is downloaded, but it was replaced. Start again.`,
  );
}
