/** Bytes in whatever pieces, as lines. */
import { expect, test } from 'vitest';
import { createLineCutter } from './line-cutter.js';

const text = 'time,a\n1,ä\r\n\n2,€\n3,end';
const lines = ['time,a', '1,ä', '', '2,€', '3,end'];

test.each([1, 2, 3, 5, 100])('gives the same lines of pieces of %i bytes in one buffer', (size) => {
  const bytes = Buffer.from(text);
  const cutter = createLineCutter('a source');
  const buffer = Buffer.alloc(size);
  const found: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const count = bytes.copy(buffer, 0, at, at + size);
    found.push(...cutter.push(buffer.subarray(0, count)));
    // up to here lines are complete
    expect(bytes.subarray(0, cutter.taken()).toString()).toBe(
      text.slice(
        0,
        text.lastIndexOf('\n', bytes.subarray(0, at + count).toString().length - 1) + 1,
      ),
    );
  }
  expect([...found, ...cutter.end()]).toEqual(lines);
  expect(cutter.taken()).toBe(bytes.length);
});
