/** Source: standard input, until it ends. What was read cannot be read again. */
import type { Readable } from 'node:stream';
import { createLineCutter } from './line-cutter.js';
import type { ReadOptions, Source, SourceBatch } from './source.js';

/** The lines of standard input; `stream` stands in for it in tests. */
export function standardInput(stream: Readable = process.stdin): Source {
  return {
    name: 'standard input',
    canResume: false,
    read: (options) => readLines(stream, options),
  };
}

async function* readLines(
  stream: Readable,
  { signal, reached }: ReadOptions,
): AsyncGenerator<SourceBatch> {
  const cutter = createLineCutter('standard input');
  let isStart = true;
  const stop = (): void => void stream.destroy();
  signal?.addEventListener('abort', stop);
  reached?.();
  try {
    if (signal?.aborted) return;
    for await (const bytes of stream as AsyncIterable<Buffer>) {
      const records = cutter.push(bytes);
      if (records.length === 0) continue;
      yield { records, position: { bytes: cutter.taken() }, isStart };
      isStart = false;
    }
    const records = cutter.end();
    if (records.length > 0) yield { records, position: { bytes: cutter.taken() }, isStart };
  } catch (error) {
    if (!signal?.aborted) throw error; // destroyed by us
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
