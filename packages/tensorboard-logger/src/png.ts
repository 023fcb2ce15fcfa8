/**
 * A PNG encoder for pixels in memory: 8 bits a channel, or the numbers of colours in as few bits as they need, one filter,
 * compressed by zlib. Good enough for charts and heat maps; photographs would gain from the filters that are left out.
 *
 * Source: W3C 2003, "Portable Network Graphics (PNG) Specification", second edition.
 */
import { crc32, deflateSync } from 'node:zlib';
import { concat } from './protobuf.js';

/** An image as pixels. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** (height, width, 4): red, green, blue and opacity of each pixel from 0 to 255, the upper row first. */
  readonly rgba: Uint8Array | Uint8ClampedArray;
}

/** An image of at most 256 colours; of four it is a sixteenth of the bytes to compress. */
export interface NumberedPixels {
  readonly width: number;
  readonly height: number;
  /** (colours, 3): red, green and blue from 0 to 255. */
  readonly palette: Uint8Array;
  /** (height, width): the number of the colour of each pixel, the upper row first. */
  readonly numbers: Uint8Array;
}

/** An image in either form. */
export type Picture = Pixels | NumberedPixels;

const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
/** Of compression: the fastest, a fifth of the time of the usual one. */
const LEVEL = 1;

/**
 * The file of an image.
 *
 * @throws RangeError when there are more or fewer pixels than the size asks for, or a number without a colour
 */
export function encodePng(picture: Picture): Uint8Array {
  checkSize(picture);
  const { bits, kind, chunks, lines } =
    'numbers' in picture ? numbered(picture) : coloured(picture);
  return concat(
    SIGNATURE,
    chunk('IHDR', header(picture, bits, kind)),
    ...chunks,
    chunk('IDAT', deflateSync(lines, { level: LEVEL })),
    chunk('IEND', new Uint8Array(0)),
  );
}

/** What a form of pixels has in its file. */
interface Encoded {
  /** Of a value. */
  readonly bits: number;
  /** Kind of colours. */
  readonly kind: number;
  /** What comes before the lines. */
  readonly chunks: readonly Uint8Array[];
  /** The values row by row, each row after a byte that names its filter, none. */
  readonly lines: Uint8Array;
}

function checkSize(picture: Picture): void {
  const { width, height } = picture;
  const [kind, depth, { length }] =
    'numbers' in picture
      ? (['numbers', 1, picture.numbers] as const)
      : (['rgba', 4, picture.rgba] as const);
  const expected = width * height * depth;
  if (width >= 1 && height >= 1 && length === expected) return;
  const size = [height, width, ...(depth > 1 ? [depth] : [])].join(' × ');
  throw new RangeError(
    `${kind} must have ${size} = ${expected} values, at least ${depth}, got ${length}.`,
  );
}

function checkPalette({ palette }: NumberedPixels): void {
  const colours = palette.length / 3;
  if (Number.isInteger(colours) && colours >= 1 && colours <= 256) return;
  throw new RangeError(
    `palette must have 3 values for each of 1 to 256 colours, got ${palette.length} values.`,
  );
}

/** Bits of a number: 1, 2, 4 or 8. */
function bitsOf({ length }: NumberedPixels['palette']): number {
  const colours = length / 3;
  return [1, 2, 4].find((bits) => colours <= 2 ** bits) ?? 8;
}

function header(
  { width, height }: Pick<Picture, 'width' | 'height'>,
  bits: number,
  kind: number,
): Uint8Array {
  const bytes = new Uint8Array(13); // the last three: compression, filters and interlacing as usual
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  bytes.set([bits, kind], 8);
  return bytes;
}

function coloured({ height, rgba }: Pixels): Encoded {
  const row = rgba.length / height;
  const lines = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) {
    lines.set(rgba.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  }
  return { bits: 8, kind: 6, chunks: [], lines };
}

function numbered(picture: NumberedPixels): Encoded {
  checkPalette(picture);
  const bits = bitsOf(picture.palette);
  const chunks = [chunk('PLTE', picture.palette)];
  return { bits, kind: 3, chunks, lines: packed(picture, bits) };
}

/** Lines with several numbers in a byte, the left one in its highest bits. @throws RangeError for one without a colour */
function packed({ width, height, palette, numbers }: NumberedPixels, bits: number): Uint8Array {
  const inByte = 8 / bits;
  const row = Math.ceil(width / inByte) + 1;
  const lines = new Uint8Array(height * row);
  let [i, largest] = [0, 0];
  for (let y = 0; y < height; y++) {
    const end = i + width;
    for (let at = y * row + 1; i < end; at++) {
      const next = Math.min(i + inByte, end);
      let byte = 0;
      for (let left = 8 - bits; i < next; i++, left -= bits) {
        const number = numbers[i];
        if (number > largest) largest = number;
        byte |= number << left;
      }
      lines[at] = byte;
    }
  }
  const colours = palette.length / 3;
  if (largest < colours) return lines;
  throw new RangeError(`numbers must be below ${colours}, the colours, got ${largest}.`);
}

/** Width and height of a PNG. @throws RangeError when the bytes are not one */
export function pngSize(png: Uint8Array): { width: number; height: number } {
  if (png.length < 24 || SIGNATURE.some((byte, i) => png[i] !== byte)) {
    throw new RangeError(`An image must be a PNG or pixels, got ${png.length} other bytes.`);
  }
  const view = new DataView(png.buffer, png.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Length, name, content and checksum. */
function chunk(name: string, content: Uint8Array): Uint8Array {
  const named = concat(new TextEncoder().encode(name), content);
  const framed = new Uint8Array(8 + named.length);
  const view = new DataView(framed.buffer);
  view.setUint32(0, content.length);
  framed.set(named, 4);
  view.setUint32(4 + named.length, crc32(named));
  return framed;
}
