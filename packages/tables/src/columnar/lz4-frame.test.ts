/** LZ4 frames. */
import { DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { unpackLz4Frame } from './lz4-frame.js';

/** Around blocks: magic, flags (version 1), block size, check byte; then the end mark. */
function frame(...blocks: readonly (readonly number[])[]): Uint8Array {
  const bytes = blocks.flatMap((block) => [block.length & 255, block.length >> 8, 0, 0, ...block]);
  return Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, ...bytes, 0, 0, 0, 0);
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const codes = (letters: string) => Array.from(letters, (c) => c.charCodeAt(0));

test('repeats what overlaps itself', () => {
  // token: 2 literals, match of 4 + 3; then from 2 back; last: 1 literal
  expect(text(unpackLz4Frame(frame([0x23, ...codes('ab'), 2, 0, 0x10, ...codes('c')]), 10))).toBe(
    'ababababac',
  );
});

test('reads lengths beyond a nibble and matches in the block before', () => {
  const long = 'x'.repeat(15 + 255 + 2);
  const first = [0xf0, 255, 2, ...codes(long)];
  // no literals, match of 4 + 15 + 1 from 272 back; the last sequence is one literal
  const second = [0x0f, 272 & 255, 272 >> 8, 1, 0x10, ...codes('y')];
  expect(text(unpackLz4Frame(frame(first, second), 293))).toBe(`${long}${'x'.repeat(20)}y`);
});

test.each([
  ['nothing', new Uint8Array(0)],
  ['another magic number', Uint8Array.of(1, 2, 3, 4, 0x60, 0x40, 0, 0, 0, 0, 0)],
  ['a match before the beginning', frame([0x13, ...codes('a'), 2, 0, 0x10, ...codes('b')])],
  ['a match from nowhere', frame([0x13, ...codes('a'), 0, 0, 0x10, ...codes('b')])],
  ['more literals than there are', frame([0x90, ...codes('a')])],
  ['no end', frame([0x10, ...codes('a')]).subarray(0, 12)],
])('refuses %s', (_, damaged) => {
  expect(() => unpackLz4Frame(damaged, 1000)).toThrow(DataError);
  expect(() => unpackLz4Frame(damaged, 1000)).toThrow(
    'An LZ4 frame must be whole, got a damaged one.',
  );
});
