/** A reader of event files for tests, written apart from the writer. */
import { readFileSync } from 'node:fs';
import { crc32c } from '../crc32c.js';

/** The payloads of the whole records of a file. @throws Error when a checksum is wrong */
export function readRecords(path: string): Buffer[] {
  const bytes = readFileSync(path);
  const payloads: Buffer[] = [];
  for (let at = 0; at + 12 <= bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const end = at + 16 + length;
    if (end > bytes.length) break;
    const payload = bytes.subarray(at + 12, at + 12 + length);
    checkSum(bytes.subarray(at, at + 8), bytes.readUInt32LE(at + 8));
    checkSum(payload, bytes.readUInt32LE(end - 4));
    payloads.push(payload);
    at = end;
  }
  return payloads;
}

function checkSum(bytes: Buffer, masked: number): void {
  const rotated = (masked - 0xa282ead8) >>> 0;
  const sum = ((rotated >>> 17) | (rotated << 15)) >>> 0;
  if (sum !== crc32c(bytes)) throw new Error(`a checksum must be ${crc32c(bytes)}, got ${sum}`);
}

/** A protobuf message as its fields: numbers of varints, bytes of everything else. */
export function readMessage(bytes: Buffer): Map<number, (bigint | Buffer)[]> {
  const fields = new Map<number, (bigint | Buffer)[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = BigInt(bytes[at++]);
      value |= (byte & 127n) << shift;
      if (byte < 128n) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const wireType = tag & 7;
    let value: bigint | Buffer;
    if (wireType === 0) value = varint();
    else {
      const sizes: Record<number, number> = { 1: 8, 5: 4 };
      const length = sizes[wireType] ?? Number(varint());
      value = bytes.subarray(at, (at += length));
    }
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}

/** The bytes at a path of field numbers, the first of each. */
export function bytesAt(bytes: Buffer, ...path: number[]): Buffer {
  return path.reduce((message, field) => {
    const value = readMessage(message).get(field)?.[0];
    if (!Buffer.isBuffer(value)) throw new Error(`no bytes in field ${field}`);
    return value;
  }, bytes);
}
