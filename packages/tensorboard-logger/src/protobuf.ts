/**
 * The wire format of protocol buffers, as much of it as event files need: a message is the
 * concatenation of its fields, a field is a tag followed by its payload. Written by hand because the
 * generated code for the same dozen fields is larger than this whole package.
 *
 * Source: protobuf.dev, "Encoding".
 */

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;

/** Joins pieces into one array; joined fields are a message. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** A whole number; negative ones as their 64-bit two's complement. */
export function integerField(field: number, value: number): Uint8Array {
  return concat(fieldTag(field, VARINT), varint(value));
}

/** True or false. */
export function booleanField(field: number, value: boolean): Uint8Array {
  return integerField(field, value ? 1 : 0);
}

/** A float64. */
export function doubleField(field: number, value: number): Uint8Array {
  const payload = new Uint8Array(8);
  new DataView(payload.buffer).setFloat64(0, value, true);
  return concat(fieldTag(field, FIXED64), payload);
}

/** A message, or bytes. */
export function bytesField(field: number, payload: Uint8Array): Uint8Array {
  return concat(fieldTag(field, LENGTH_DELIMITED), varint(payload.length), payload);
}

/** A text, as UTF-8. */
export function textField(field: number, text: string): Uint8Array {
  return bytesField(field, new TextEncoder().encode(text));
}

function fieldTag(field: number, wireType: number): Uint8Array {
  return varint(field * 8 + wireType);
}

/** Seven bits a byte, lowest first; all but the last byte have their top bit set. */
function varint(value: number): Uint8Array {
  // bigint, because steps beyond 2³¹ are more than JavaScript's bit operations can hold
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
