/**
 * The wire format of protocol buffers, as much of it as event files need: a message is the
 * concatenation of its fields, a field is a tag followed by its payload. Written by hand because the
 * generated code for the same two dozen fields is larger than this whole package.
 *
 * Fields are written in the order of their numbers and left out where they have their default, as Google's
 * libraries do, so that messages can be compared byte for byte.
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

/** A whole number within ±2⁵³; negative ones as their 64-bit two's complement. */
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

/** Float32 values, packed. */
export function floatsField(field: number, values: ArrayLike<number>): Uint8Array {
  const payload = new Uint8Array(4 * values.length);
  const view = new DataView(payload.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i], true);
  return bytesField(field, payload);
}

/** A message, or bytes. */
export function bytesField(field: number, payload: Uint8Array): Uint8Array {
  return concat(fieldTag(field, LENGTH_DELIMITED), varint(payload.length), payload);
}

/** A text, as UTF-8. */
export function textField(field: number, text: string): Uint8Array {
  return bytesField(field, new TextEncoder().encode(text));
}

/** The entry of a map from texts to messages. */
export function entryField(field: number, key: string, message: Uint8Array): Uint8Array {
  return bytesField(field, concat(textField(1, key), bytesField(2, message)));
}

function fieldTag(field: number, wireType: number): Uint8Array {
  return varint(field * 8 + wireType);
}

/** Seven bits a byte, lowest first; all but the last byte have their top bit set. */
function varint(value: number): Uint8Array {
  if (value < 0) return negativeVarint(value);
  const bytes: number[] = [];
  let rest = value;
  // divisions, because steps beyond 2³¹ are more than JavaScript's bit operations can hold
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function negativeVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
