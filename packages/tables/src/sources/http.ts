/**
 * Source: a file on an HTTP server, from some byte on, asked for again and again as it grows. A connection that is
 * lost goes on at the byte where it was lost.
 */
import { DataError } from '@anodec/core';
import { parseAddress } from './address.js';
import { requestFrom } from './http-request.js';
import { createLineCutter } from './line-cutter.js';
import { createRetries } from './retry.js';
import { type ReadOptions, type Source, type SourceBatch, waitFor } from './source.js';

/** Between two questions whether there is more. */
const POLL_MILLISECONDS = 1000;

/** The lines of a file on a server. @throws ConfigError when the address holds a password */
export function httpFile(address: string): Source {
  const url = parseAddress(address, 'ANODEC_HTTP_TOKEN');
  return { name: url.href, canResume: true, read: (options) => readFile(url, options) };
}

async function* readFile(url: URL, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const { from, follow, signal, note } = options;
  const isStopped = (): boolean => signal?.aborted === true;
  const retries = createRetries(url.href, options);
  let offset = Number(from?.offset ?? 0);
  let cutter = createLineCutter(url.href, offset);
  const batchOf = (records: readonly string[], before: number): SourceBatch => ({
    records,
    position: { offset: cutter.taken() },
    isStart: before === 0,
  });
  while (!isStopped()) {
    try {
      const { body, isShorter } = await requestFrom(url, offset, signal);
      if (isShorter) {
        note?.(`${url.href} became shorter; it is read from the beginning.`);
        offset = 0;
        cutter = createLineCutter(url.href);
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
      if (error instanceof DataError) throw error;
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
