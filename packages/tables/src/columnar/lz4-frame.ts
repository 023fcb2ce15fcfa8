/**
 * Unpacks LZ4 frames: what pandas puts into Feather files, and nothing here writes.
 *
 * Checksums are not compared: most writers leave them out.
 *
 * Source: Yann Collet, "LZ4 Frame Format Description" 1.6.4 and "LZ4 Block Format Description".
 */
import { DataError } from '@anodec/core';

const MAGIC = 0x184d2204;
const HAS_CONTENT_SIZE = 0x08;
const HAS_DICTIONARY = 0x01;
const HAS_BLOCK_CHECKSUMS = 0x10;

/**
 * @param frame one whole frame
 * @param most bytes that it may have unpacked; its size need not be known
 * @throws DataError when it is damaged, or longer
 */
export function unpackLz4Frame(frame: Uint8Array, most: number): Uint8Array {
  const out = new Unpacked(most);
  try {
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    if (view.getUint32(0, true) !== MAGIC) throw new RangeError('no frame');
    const flags = frame[4];
    if (flags & HAS_DICTIONARY) throw new RangeError('a dictionary from elsewhere');
    // magic, flags, block size, content size if any, check byte
    let at = 7 + (flags & HAS_CONTENT_SIZE ? 8 : 0);
    for (;;) {
      const header = view.getUint32(at, true);
      at += 4;
      if (header === 0) return out.finish();
      const bytes = header & 0x7fffffff;
      if (at + bytes > frame.length) throw new RangeError('beyond the end');
      const block = frame.subarray(at, at + bytes);
      if (header >>> 31) out.append(block);
      else unpackBlock(block, out);
      at += bytes + (flags & HAS_BLOCK_CHECKSUMS ? 4 : 0);
    }
  } catch (error) {
    throw new DataError('An LZ4 frame must be whole, got a damaged one.', { cause: error });
  }
}

/** Bytes up to a limit, which may repeat what lies before their end. */
class Unpacked {
  readonly #bytes: Uint8Array;
  #length = 0;

  constructor(most: number) {
    this.#bytes = new Uint8Array(most);
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Repeats bytes from `distance` before the end on, their own copies included. */
  repeat(distance: number, length: number): void {
    if (distance === 0 || distance > this.#length) throw new RangeError('no such match');
    this.#reserve(length);
    const bytes = this.#bytes;
    const end = this.#length + length;
    for (let to = this.#length; to < end; to++) bytes[to] = bytes[to - distance];
    this.#length = end;
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more > this.#bytes.length) throw new RangeError('longer than it may be');
  }
}

function unpackBlock(block: Uint8Array, out: Unpacked): void {
  let at = 0;
  const byte = (): number => {
    if (at >= block.length) throw new RangeError('beyond the end');
    return block[at++];
  };
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; length += more) more = byte();
    return length;
  };
  while (at < block.length) {
    const token = byte();
    const literals = lengthFrom(token >> 4);
    if (at + literals > block.length) throw new RangeError('beyond the end');
    out.append(block.subarray(at, at + literals));
    at += literals;
    if (at === block.length) return; // the last sequence has no match
    const distance = byte() | (byte() << 8);
    out.repeat(distance, lengthFrom(token & 15) + 4);
  }
}
