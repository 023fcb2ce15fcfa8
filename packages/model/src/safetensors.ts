/**
 * The safetensors format: float32 arrays with names and shapes, and text.
 *
 * Eight bytes with the length of the header, the header as JSON, padded with blanks so that the
 * arrays lie on multiples of eight, then the arrays one after the other. Little-endian throughout.
 * Only float32 is supported.
 *
 * Source: https://github.com/huggingface/safetensors, "Format".
 */
import { DataError, type NamedArray } from '@anodec/core';
import { z } from 'zod';

const Size = z.int().min(0);

const Header = z.object({ __metadata__: z.record(z.string(), z.string()).default({}) }).catchall(
  z.object({
    dtype: z.string(),
    shape: z.array(Size),
    data_offsets: z.tuple([Size, Size]),
  }),
);

/** The contents of a file. */
export interface Safetensors {
  /** In the order in which they lie in the file. */
  readonly arrays: Readonly<Record<string, NamedArray>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes arrays and text. */
export function encodeSafetensors(
  arrays: Readonly<Record<string, NamedArray>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let length = 0;
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    const end = length + data.byteLength;
    header[name] = { dtype: 'F32', shape, data_offsets: [length, end] };
    length = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(start + length).fill(0x20, 8, start);
  bytes.set(json, 8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(start - 8), true);
  let at = start;
  for (const { data } of Object.values(arrays)) {
    for (let i = 0; i < data.length; i++, at += 4) view.setFloat32(at, data[i], true);
  }
  return bytes;
}

/**
 * Reads arrays and text.
 *
 * @param origin of the bytes, for messages: a file name
 * @throws DataError when the bytes are not in the format, or hold other arrays than float32
 */
export function decodeSafetensors(bytes: Uint8Array, origin = 'the file'): Safetensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, start } = readHeader(bytes, view, origin);
  const arrays: [string, NamedArray, number][] = [];
  const { __metadata__: metadata, ...entries } = header;
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(entries)) {
    const size = shape.reduce((product, dim) => product * dim, 4);
    const [from, to] = data_offsets;
    if (dtype !== 'F32' || to - from !== size || start + to > bytes.byteLength) {
      throw new DataError(
        `${name} in ${origin} must be a whole float32 array of ${size} bytes, got ${dtype} at ` +
          `bytes ${from} to ${to} of ${bytes.byteLength - start}. The file is damaged or was not written by anodec.`,
      );
    }
    const data = new Float32Array(size / 4);
    for (let i = 0; i < data.length; i++) data[i] = view.getFloat32(start + from + 4 * i, true);
    arrays.push([name, { shape, data }, from]);
  }
  // other writers may sort the names: the position in the file is the order
  arrays.sort((a, b) => a[2] - b[2]);
  return { arrays: Object.fromEntries(arrays.map(([name, array]) => [name, array])), metadata };
}

function readHeader(
  bytes: Uint8Array,
  view: DataView,
  origin: string,
): { header: z.output<typeof Header>; start: number } {
  const length = bytes.byteLength >= 8 ? Number(view.getBigUint64(0, true)) : NaN;
  const start = 8 + length;
  try {
    if (!(start <= bytes.byteLength)) throw new Error('it ends too early');
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
    const { data, error } = Header.safeParse(json);
    if (error) throw new Error(describeIssue(error));
    return { header: data, start };
  } catch (error) {
    throw new DataError(
      `${origin} must be in the safetensors format, got ${bytes.byteLength} bytes that are not ` +
        `(${(error as Error).message}). The file is damaged or was not written by anodec.`,
      { cause: error },
    );
  }
}

function describeIssue({ issues: [{ path, message }] }: z.ZodError): string {
  return `its header has at ${path.join('.') || 'its root'}: ${message}`;
}
