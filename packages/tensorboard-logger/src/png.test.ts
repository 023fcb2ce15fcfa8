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

/** Bits and kind of colours, palette, and lines of a PNG with a palette. */
function readNumbered(file: Uint8Array) {
  const png = Buffer.from(file);
  const colours = 8 + 25;
  const size = png.readUInt32BE(colours);
  const data = colours + 12 + size;
  expect(png.toString('latin1', colours + 4, colours + 8)).toBe('PLTE');
  return {
    format: [...png.subarray(8 + 8 + 8, 8 + 8 + 10)],
    palette: [...png.subarray(colours + 8, colours + 8 + size)],
    lines: [...inflateSync(png.subarray(data + 8, data + 8 + png.readUInt32BE(data)))],
  };
}

test('numbered pixels have as few bits as their colours need, after their palette', () => {
  const palette = Uint8Array.of(255, 255, 255, 0x1f, 0x29, 0x33);
  const numbers = Uint8Array.of(0, 1, 1, 1, 0, 0);
  expect(readNumbered(encodePng({ width: 3, height: 2, palette, numbers }))).toEqual({
    format: [1, 3],
    palette: [...palette],
    lines: [0, 0b01100000, 0, 0b10000000],
  });
  const lines = (colours: number, width: number, values: readonly number[]) => {
    const many = { palette: new Uint8Array(3 * colours), numbers: Uint8Array.from(values) };
    const read = readNumbered(encodePng({ width, height: values.length / width, ...many }));
    return [read.format[0], ...read.lines];
  };
  expect(lines(3, 5, [0, 1, 2, 0, 2])).toEqual([2, 0, 0b00011000, 0b10000000]);
  expect(lines(5, 2, [4, 3, 0, 2])).toEqual([4, 0, 0x43, 0, 0x02]);
  expect(lines(16, 1, [15])).toEqual([4, 0, 0xf0]);
  expect(lines(17, 3, [0, 16, 9])).toEqual([8, 0, 0, 16, 9]);
});

test('refuses numbers without a colour, too few numbers, and a palette of no colours', () => {
  const [palette, numbers] = [Uint8Array.of(255, 255, 255), Uint8Array.of(0, 1)];
  const encode = (change: object) => () =>
    encodePng({ width: 2, height: 1, palette, numbers, ...change });
  expect(encode({})).toThrow('numbers must be below 1, the colours, got 1.');
  expect(encode({ height: 2 })).toThrow('numbers must have 2 × 2 = 4 values, at least 1, got 2.');
  expect(encode({ palette: new Uint8Array(0) })).toThrow('each of 1 to 256 colours, got 0 values.');
});
