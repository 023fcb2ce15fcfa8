/** TFRecord framing: messages one after the other in a file. */
import { maskedCrc32c } from './crc32c.js';

/** Bytes around a payload: its length (8), the checksum of that (4) and of the payload (4). */
const FRAMING = 16;

/** Frames one payload; records are written one after the other, nothing between them. */
export function encodeRecord(payload: Uint8Array): Uint8Array {
  const record = new Uint8Array(FRAMING + payload.length);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(payload.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(payload, 12);
  view.setUint32(12 + payload.length, maskedCrc32c(payload), true);
  return record;
}
