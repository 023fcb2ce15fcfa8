/** Flatbuffers that are checked before they are read. */
import { expect, test } from 'vitest';
import { checkFlatbuffer, type FlatShape, vectorItems } from './flatbuffer-check.js';

/** A table of a number of four bytes, a vector of pairs of bytes, and children like itself. */
const NODE: FlatShape = () => [4, { vector: 2 }, { vector: NODE }];

/** Two halves of a word, the lower first. */
const halves = (low: number, high: number): number => low + high * 65_536;

/** A node with two pairs and a child without anything. */
const WHOLE: readonly number[] = [
  16, // 0: the root is at byte 16
  halves(10, 16), // 4: its layout has 10 bytes, itself 16;
  halves(4, 8), // its places are 4, 8 and
  12, // 12 bytes behind its beginning
  12, // 16: its layout stands 12 bytes before
  99, // the number
  8, // 24: the pairs are 8 bytes behind
  12, // 28: the children are 12 bytes behind
  2, // 32: two pairs
  0x04030201,
  1, // 40: one child
  12, // 44: which is 12 bytes behind
  0,
  halves(4, 4), // 52: its layout has 4 bytes, itself 4
  4, // 56: its layout stands 4 bytes before
];

/** The node with another word at some byte. */
function bytesWith(at?: number, word = 0): Uint8Array {
  const words = Int32Array.from(WHOLE);
  if (at !== undefined) words[at / 4] = word;
  return new Uint8Array(words.buffer);
}

test('passes a whole buffer, whose vector is given item by item', () => {
  checkFlatbuffer(bytesWith(), NODE);
  const items = vectorItems(bytesWith(), 1, 2);
  expect(items.map((item) => item.getUint16(0, true))).toEqual([0x0201, 0x0403]);
  expect(vectorItems(bytesWith(), 5, 2)).toEqual([]);
});

test.each([
  ['a root beyond the end', 0, 1e9, '4 bytes at 1000000000 of 60'],
  ['a layout before the beginning', 16, 20, '4 bytes at -4 of 60'],
  ['a layout longer than the buffer', 4, halves(1000, 16), '1000 bytes at 4 of 60'],
  ['a layout shorter than its own length', 4, halves(2, 16), 'a layout of 2 bytes'],
  ['a table longer than the buffer', 4, halves(10, 45), '45 bytes at 16 of 60'],
  ['a number behind the end', 8, halves(44, 8), '4 bytes at 60 of 60'],
  ['a billion pairs', 32, 1e9, '2000000000 bytes at 36 of 60'],
  ['a billion children', 40, 1e9, '4000000000 bytes at 44 of 60'],
  ['a child behind the end', 44, 16, '4 bytes at 60 of 60'],
])('refuses %s', (_, at, word, message) => {
  expect(() => checkFlatbuffer(bytesWith(at, word), NODE)).toThrow(new RangeError(message));
});

test('ends where many tables share what they hold', () => {
  const bytes = new Uint8Array(4200);
  bytes.set(bytesWith());
  const view = new DataView(bytes.buffer);
  const [node, leaf, count] = [2208, 4100, 440];
  // a node like the root, with a vector behind it; a leaf like the child
  for (const [at, word] of [
    [node, node - 4],
    [node + 8, 8],
    [node + 12, 4],
    [leaf, leaf - 52],
  ]) {
    view.setInt32(at, word, true);
  }
  // the root has the node as each of its children, and the node the leaf
  view.setInt32(28, 400 - 28, true);
  for (const [vector, child] of [
    [400, node],
    [node + 16, leaf],
  ]) {
    view.setInt32(vector, count, true);
    for (let at = vector + 4; at <= vector + 4 * count; at += 4)
      view.setInt32(at, child - at, true);
  }
  expect(() => checkFlatbuffer(bytes, NODE)).toThrow(
    new RangeError('too many tables within tables'),
  );
});
