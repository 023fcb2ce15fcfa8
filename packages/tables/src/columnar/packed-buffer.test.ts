/** Packed buffers of Arrow files: as long as the file says, and not longer. */
import { decompressZstd } from 'hyparquet-compressors';
import { expect, test } from 'vitest';
import { packedBuffer, unpackLz4, unpackZstd } from './packed-buffer.js';

/** Bytes behind a length, as they stand in a file. */
function behind(length: number, packed: readonly number[]): Uint8Array {
  const all = new Uint8Array(8 + packed.length);
  new DataView(all.buffer).setBigInt64(0, BigInt(length), true);
  all.set(packed, 8);
  return all.subarray(8);
}

/** One zstd frame that repeats a byte: its size unpacked is in its head, or only a window. */
function zstd(size: number | undefined, repeats: number): readonly number[] {
  const head =
    size === undefined ? [0, 0x58] : [0xa0, size & 255, (size >> 8) & 255, size >> 16, 0];
  const block = 1 | (1 << 1) | (repeats << 3); // the last one, of one byte that is repeated
  return [0x28, 0xb5, 0x2f, 0xfd, ...head, block & 255, (block >> 8) & 255, block >> 16, 7];
}

const zstdCodec = packedBuffer(unpackZstd(decompressZstd));

test('unpacks a frame, whether it tells its size or not', () => {
  for (const size of [100_000, undefined]) {
    const bytes = zstdCodec.decode(behind(100_000, zstd(size, 100_000)));
    expect(Buffer.compare(bytes, Buffer.alloc(100_000, 7))).toBe(0);
  }
});

test('refuses a frame of another size before it makes room for it', () => {
  const before = process.memoryUsage().arrayBuffers;
  expect(() => zstdCodec.decode(behind(8, zstd(8_000_000, 100_000)))).toThrow(
    'A packed buffer must have 8 bytes unpacked, got 8000000. The file is damaged or forged',
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
});

test('never writes more of an LZ4 frame than the file says, and says when it is less', () => {
  // five letters, then no more
  const frame = [
    0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, 6, 0, 0, 0, 0x50, 1, 2, 3, 4, 5, 0, 0, 0, 0,
  ];
  const codec = packedBuffer(unpackLz4);
  expect(codec.decode(behind(5, frame))).toEqual(Uint8Array.of(1, 2, 3, 4, 5));
  expect(() => codec.decode(behind(4, frame))).toThrow('An LZ4 frame must be whole');
  expect(() => codec.decode(behind(6, frame))).toThrow('must have 6 bytes unpacked, got 5');
});
