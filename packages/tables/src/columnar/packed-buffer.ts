/** Unpacks the buffers of packed Arrow batches, each to exactly the length that the file says. */
import { DataError } from '@anodec/core';
import { unpackLz4Frame } from './lz4-frame.js';

/** Bytes before the packed ones: their length unpacked. */
export const PREFIX = 8;
/** Flags of a zstd frame: it has no window descriptor, and so its size unpacked. */
const SINGLE_SEGMENT = 0x20;

/** Unpacks bytes of one format into as many as are expected. */
type Unpack = (packed: Uint8Array, length: number) => Uint8Array;

/**
 * A codec as Arrow's library wants one. It is given bytes without their length, which stands before them in the same
 * memory.
 *
 * @throws DataError, from the codec, when they are not packed so, or have another length
 */
export function packedBuffer(unpack: Unpack): { decode(packed: Uint8Array): Uint8Array } {
  return {
    decode(packed) {
      const { buffer, byteOffset } = packed;
      const length = Number(new DataView(buffer, byteOffset - PREFIX, PREFIX).getBigInt64(0, true));
      const bytes = unpack(packed, length);
      if (bytes.length === length) return bytes;
      throw wrongLength(length, bytes.length);
    },
  };
}

/** LZ4 frames. */
export const unpackLz4: Unpack = (packed, length) => unpackLz4Frame(packed, length);

/**
 * One zstd frame, into memory of the given length, beyond which the library cannot write.
 *
 * @param decompress of the library
 */
export function unpackZstd(
  decompress: (packed: Uint8Array, output: Uint8Array) => Uint8Array,
): Unpack {
  return (packed, length) => {
    const claimed = zstdSize(packed);
    if (claimed !== undefined && claimed !== length) throw wrongLength(length, claimed);
    return decompress(packed, new Uint8Array(length));
  };
}

/** Bytes unpacked by the head of a frame; undefined where its writer did not say. Source: RFC 8878, section 3.1.1.1. */
function zstdSize(frame: Uint8Array): number | undefined {
  const flags = frame[4];
  const isSingle = (flags & SINGLE_SEGMENT) > 0;
  const kind = flags >> 6;
  if (kind === 0 && !isSingle) return undefined;
  const bytes = 1 << kind;
  const dictionary = [0, 1, 2, 4][flags & 3];
  const at = 5 + (isSingle ? 0 : 1) + dictionary;
  let size = 0;
  for (let i = bytes - 1; i >= 0; i--) size = size * 256 + frame[at + i];
  return kind === 1 ? size + 256 : size;
}

function wrongLength(expected: number, got: number): DataError {
  return new DataError(
    `A packed buffer must have ${expected} bytes unpacked, got ${got}. The file is damaged or forged: get an intact copy.`,
  );
}
