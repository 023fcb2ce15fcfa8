/**
 * Arrays as NumPy's .npy files, which every language reads: `numpy.load(path)`.
 *
 * Source: numpy.org, "NEP 1, A Simple File Format for NumPy Arrays", version 1.0. Not supported:
 * column order, big-endian numbers and structured types.
 */
import { checkShape, DataError } from '@anodec/core';

/** An array with its dimensions, outermost first, row-major. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
}

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0); // \x93NUMPY, version 1.0
/** Bytes before the header text: the magic and the length of the text. */
const PREFIX = MAGIC.length + 2;
/** The numbers begin at a multiple of this. */
const ALIGNMENT = 64;

const TYPES = {
  '<f4': Float32Array,
  '<f8': Float64Array,
  '<i4': Int32Array,
  '|u1': Uint8Array,
} as const;

/**
 * The pieces of a .npy file, header and numbers; the second is a view on the array.
 *
 * @throws ShapeError when the array does not fit its dimensions
 */
export function encodeNpy({ shape, data }: NpyArray): Uint8Array[] {
  checkShape('data', data, ...shape);
  const descriptor = Object.entries(TYPES).find(([, type]) => data instanceof type)?.[0];
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '${descriptor}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((PREFIX + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(length).fill(0x20);
  header.set(MAGIC);
  new DataView(header.buffer).setUint16(MAGIC.length, length - PREFIX, true);
  header.set(new TextEncoder().encode(text), PREFIX);
  header[length - 1] = 0x0a;
  return [header, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
}

/**
 * The array of a .npy file, copied.
 *
 * @param name the name of the file in messages
 * @throws DataError when it is none, of another type, or cut short
 */
export function decodeNpy(bytes: Uint8Array, name: string): NpyArray {
  const { descriptor, shape, start } = readHeader(bytes, name);
  const type = TYPES[descriptor];
  const size = shape.reduce((product, dim) => product * dim, 1) * type.BYTES_PER_ELEMENT;
  if (bytes.length - start !== size) {
    throw new DataError(
      `${name} must hold ${shape.join(' × ')} numbers in ${size} bytes, got ` +
        `${bytes.length - start} bytes. The file is damaged: score the run again.`,
    );
  }
  const numbers = new Uint8Array(size); // copied by hand: the slice of a Buffer is no copy
  numbers.set(bytes.subarray(start));
  return { shape, data: new type(numbers.buffer) };
}

function readHeader(
  bytes: Uint8Array,
  name: string,
): { descriptor: keyof typeof TYPES; shape: number[]; start: number } {
  const magic = bytes.length >= PREFIX && MAGIC.every((byte, i) => bytes[i] === byte);
  const start = magic ? PREFIX + bytes[MAGIC.length] + 256 * bytes[MAGIC.length + 1] : PREFIX;
  const text = magic ? new TextDecoder('latin1').decode(bytes.subarray(PREFIX, start)) : '';
  const match = /'descr': '([^']+)', 'fortran_order': False, 'shape': \(([\d, ]*)\)/.exec(text);
  const descriptor = match?.[1] ?? '';
  if (!match || !isKnownType(descriptor)) {
    throw new DataError(
      `${name} must be a .npy file of ${Object.keys(TYPES).join(', ')} in row order, got ` +
        `${magic ? text.trim() : 'something else'}. The file is damaged: score the run again.`,
    );
  }
  const shape = match[2]
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  return { descriptor, shape, start };
}

function isKnownType(descriptor: string): descriptor is keyof typeof TYPES {
  return Object.hasOwn(TYPES, descriptor);
}
