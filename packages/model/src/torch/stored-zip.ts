/**
 * The files of a zip archive that packs without compressing, as torch.save writes it.
 *
 * Source: PKWARE, .ZIP File Format Specification 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 */
import { DataError } from '@anodec/core';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** Length of the record at the end, without a comment. */
const END_BYTES = 22;
const LARGEST_COMMENT = 0xffff;

/**
 * The contents by name; views of the bytes.
 *
 * @param origin of the bytes, for messages
 * @throws DataError when the bytes are no such archive
 */
export function readStoredZip(bytes: Uint8Array, origin: string): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) {
    throw new DataError(
      `${origin} must be a checkpoint of torch.save since PyTorch 1.6, a zip archive, got something else or a part of one. ` +
        'Copy it again, or load it with torch.load and save it again.',
    );
  }
  const files = new Map<string, Uint8Array>();
  try {
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left--) at = readEntry(at);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DataError(`${origin} must be a whole archive, got one that is cut. Copy it again.`);
  }
  return files;

  /** @returns where the next entry of the table of contents begins */
  function readEntry(at: number): number {
    const length = (offset: number): number => view.getUint16(at + offset, true);
    const [named, extra, comment] = [length(28), length(30), length(32)];
    const name = new TextDecoder().decode(slice(at + 46, named));
    const [method, size, local] = [
      length(10),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ];
    if (view.getUint32(at, true) !== ENTRY || method !== 0) {
      throw new DataError(
        `${name} in ${origin} must be stored as it is, got compressed or damaged.`,
      );
    }
    // name and extra field stand again before the contents, and the latter may have another length there
    const skipped = view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    files.set(name, slice(local + 30 + skipped, size));
    return at + 46 + named + extra + comment;
  }

  function slice(from: number, length: number): Uint8Array {
    if (from + length > bytes.length) throw new RangeError();
    return bytes.subarray(from, from + length);
  }
}

/** Where the record at the end begins; undefined where there is none. */
function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LARGEST_COMMENT); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  return undefined;
}
