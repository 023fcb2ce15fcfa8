/**
 * The part of Protocol Buffers that an ONNX file needs, writing only: a message is its fields one after the other.
 *
 * Source: https://protobuf.dev/programming-guides/encoding.
 */

/** Joins fields to a message. */
export function message(...fields: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((length, field) => length + field.length, 0));
  let at = 0;
  for (const field of fields) {
    bytes.set(field, at);
    at += field.length;
  }
  return bytes;
}

/** A whole number; negative ones take ten bytes, as int64. */
export function integerField(number: number, value: number): Uint8Array {
  return message(key(number, 0), varint(BigInt(value)));
}

/** Bytes: a message within a message, or raw data. */
export function bytesField(number: number, bytes: Uint8Array): Uint8Array {
  return message(key(number, 2), varint(BigInt(bytes.length)), bytes);
}

/** A text. */
export function textField(number: number, text: string): Uint8Array {
  return bytesField(number, new TextEncoder().encode(text));
}

function key(number: number, wireType: number): Uint8Array {
  return varint(BigInt(number * 8 + wireType));
}

/** Seven bits a byte, lowest first; the highest bit says that more follow. */
function varint(value: bigint): Uint8Array {
  let rest = BigInt.asUintN(64, value);
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}
