/**
 * Headers of NumPy's .npy files: what numbers there are, in which order, and where they begin.
 *
 * Source: numpy.org, "NEP 1, A Simple File Format for NumPy Arrays", versions 1.0 to 3.0. Complex
 * numbers, dates, texts, objects and structured types are refused.
 */
import { DataError } from '@anodec/core';

/** Reads the number that begins at a byte. */
export type ReadNumber = (view: DataView, byte: number) => number;

/** An array as its header describes it. */
export interface NpyHeader {
  /** T rows and C columns; an array of one dimension is one column. */
  readonly rows: number;
  readonly columns: number;
  /** Whether column comes after column, not row after row. */
  readonly byColumns: boolean;
  readonly bytes: number;
  readonly read: ReadNumber;
  /** Whether float32 holds the numbers. */
  readonly isFloat32: boolean;
  /** Byte of the file at which the numbers begin. */
  readonly start: number;
}

const MAGIC = '\x93NUMPY';
/** The most bytes of a header that is read; one of an array of numbers has 128. */
export const MAX_HEADER = 4096;

const TYPES: Readonly<
  Record<string, { readonly bytes: number; read(little: boolean): ReadNumber }>
> = {
  f4: { bytes: 4, read: (little) => (view, byte) => view.getFloat32(byte, little) },
  f8: { bytes: 8, read: (little) => (view, byte) => view.getFloat64(byte, little) },
  i1: { bytes: 1, read: () => (view, byte) => view.getInt8(byte) },
  i2: { bytes: 2, read: (little) => (view, byte) => view.getInt16(byte, little) },
  i4: { bytes: 4, read: (little) => (view, byte) => view.getInt32(byte, little) },
  i8: { bytes: 8, read: (little) => (view, byte) => Number(view.getBigInt64(byte, little)) },
  u1: { bytes: 1, read: () => (view, byte) => view.getUint8(byte) },
  b1: { bytes: 1, read: () => (view, byte) => view.getUint8(byte) },
  u2: { bytes: 2, read: (little) => (view, byte) => view.getUint16(byte, little) },
  u4: { bytes: 4, read: (little) => (view, byte) => view.getUint32(byte, little) },
  u8: { bytes: 8, read: (little) => (view, byte) => Number(view.getBigUint64(byte, little)) },
};

/**
 * @param head the first bytes of the file
 * @throws DataError when it is no .npy file, or holds no numbers in one or two dimensions
 */
export function readNpyHeader(head: Buffer, source: string): NpyHeader {
  if (head.length < 12 || head.toString('latin1', 0, 6) !== MAGIC) {
    throw new DataError(
      `${source} must be a .npy file of NumPy, got something else. Check the file.`,
    );
  }
  const wide = head[6] > 1; // from version 2 on the length has four bytes
  const begin = wide ? 12 : 10;
  const length = wide ? head.readUInt32LE(8) : head.readUInt16LE(8);
  const text = head.toString('latin1', begin, begin + length);
  const descriptor = /'descr': *'([<>|=])([a-z]\d+)'/.exec(text);
  const order = /'fortran_order': *(True|False)/.exec(text)?.[1];
  const shape = /'shape': *\(([\d, ]*)\)/.exec(text)?.[1];
  const type = descriptor && Object.hasOwn(TYPES, descriptor[2]) ? TYPES[descriptor[2]] : undefined;
  if (!type || !descriptor || order === undefined || shape === undefined) {
    const got = descriptor?.[0] ?? (/'descr': *[^,]+/.exec(text)?.[0] || 'an unreadable header');
    throw new DataError(
      `${source} must hold an array of plain numbers, got ${got}. Save it with ` +
        'numpy.save(path, array.astype("float32")).',
    );
  }
  const dims = shape
    .split(',')
    .filter((dim) => dim.trim() !== '')
    .map(Number);
  if (dims.length < 1 || dims.length > 2) {
    throw new DataError(
      `${source} must have the dimensions (rows, columns) or (rows), got (${dims.join(', ')}). ` +
        'Reshape it first.',
    );
  }
  const [rows, columns = 1] = dims;
  return {
    rows,
    columns,
    byColumns: order === 'True' && columns > 1,
    bytes: type.bytes,
    read: type.read(descriptor[1] !== '>'),
    isFloat32: descriptor[2] === 'f4',
    start: begin + length,
  };
}
