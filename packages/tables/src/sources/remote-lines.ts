/**
 * The lines of a file on a server, from some byte on, asked for again and again as it grows. A connection that is lost
 * goes on at the byte where it was lost.
 */
import { isUserError } from '@anodec/core';
import type { RemoteFile } from './copy-bytes.js';
import { createLineCutter } from './line-cutter.js';
import { createRetries, type RetryOptions } from './retry.js';
import { type ReadOptions, type SourceBatch, waitFor } from './source.js';

/** Between two questions whether there is more. */
const POLL_MILLISECONDS = 1000;

/** Reads lines from the byte `from.offset` on. @throws DataError when the server refuses, or is gone for long */
export async function* readRemoteLines(
  remote: RemoteFile,
  options: ReadOptions & Pick<RetryOptions, 'wasReached'>,
): AsyncGenerator<SourceBatch> {
  const { href } = remote;
  const { from, follow, signal, note } = options;
  const isStopped = (): boolean => signal?.aborted === true;
  const retries = createRetries(href, options);
  let offset = Number(from?.offset ?? 0);
  let cutter = createLineCutter(href, offset);
  const batchOf = (records: readonly string[], before: number): SourceBatch => ({
    records,
    position: { offset: cutter.taken() },
    isStart: before === 0,
  });
  while (!isStopped()) {
    try {
      const { body, isShorter } = await remote.request(offset, signal);
      if (isShorter) {
        note?.(`${href} became shorter; it is read from the beginning.`);
        offset = 0;
        cutter = createLineCutter(href);
        continue;
      }
      for await (const bytes of body) {
        retries.succeeded();
        offset += bytes.length;
        const before = cutter.taken();
        const records = cutter.push(bytes);
        if (records.length > 0) yield batchOf(records, before);
      }
      retries.succeeded();
    } catch (error) {
      if (isStopped()) return;
      if (isUserError(error)) throw error;
      await retries.failed(error);
      continue;
    }
    if (!follow) {
      const before = cutter.taken();
      const records = cutter.end();
      if (records.length > 0) yield batchOf(records, before);
      return;
    }
    await waitFor(POLL_MILLISECONDS, signal);
  }
}
