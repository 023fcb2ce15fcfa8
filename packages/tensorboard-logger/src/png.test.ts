/** PNG files. */
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { imageValue } from './kinds/image.js';
import { encodePng, pngSize } from './png.js';

const rgba = Uint8Array.from({ length: 2 * 3 * 4 }, (_, i) => 10 * i);

test('has the size, and the pixels row by row, each row after its filter', () => {
  const png = Buffer.from(encodePng({ width: 3, height: 2, rgba }));
  expect(pngSize(png)).toEqual({ width: 3, height: 2 });
  // chunks follow the signature of 8 bytes; IHDR has 13 bytes and 12 around them
  expect(png.toString('latin1', 12, 16)).toBe('IHDR');
  const data = 8 + 25;
  expect(png.toString('latin1', data + 4, data + 8)).toBe('IDAT');
  const lines = inflateSync(png.subarray(data + 8, data + 8 + png.readUInt32BE(data)));
  expect([...lines]).toEqual([0, ...rgba.subarray(0, 12), 0, ...rgba.subarray(12)]);
});

test('ends with the empty chunk and its published checksum', () => {
  const end = Buffer.from(encodePng({ width: 3, height: 2, rgba })).subarray(-12);
  expect(end.toString('hex')).toBe('0000000049454e44ae426082');
});

test('refuses pixels that do not fill the image, and bytes that are no image', () => {
  expect(() => encodePng({ width: 2, height: 2, rgba })).toThrow('2 × 2 × 4 = 16 values');
  expect(() => imageValue('x', Uint8Array.of(1, 2))).toThrow('must be a PNG or pixels, got 2');
});
