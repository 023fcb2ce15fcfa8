/** Sink: JSON lines on standard output. */
import type { Writable } from 'node:stream';
import { linesText } from '../lines-text.js';
import type { Sink } from './sink.js';

/** Writes each line as JSON; `stream` stands in for standard output in tests. */
export function standardOutput(stream: Writable = process.stdout): Sink {
  return {
    name: 'standard output',
    write: (lines) =>
      new Promise((resolve, reject) => {
        stream.write(linesText(lines), (error) => (error ? reject(error) : resolve()));
      }),
    close: async () => {},
  };
}
