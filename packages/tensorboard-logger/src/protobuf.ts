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

/** One for all texts: making an encoder takes longer than most texts do. */
const encoder = new TextEncoder();
/** Where tags, numbers and lengths are put together; two of them have at most 20 bytes. */
const scratch = new Uint8Array(20);

/** Joins pieces into one array; joined fields are a message. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const part of parts) size += part.length;
  const joined = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** A whole number within ±2⁵³; negative ones as their 64-bit two's complement. */
export function integerField(field: number, value: number): Uint8Array {
  return scratch.slice(0, putVarint(value, putTag(field, VARINT)));
}

/** True or false. */
export function booleanField(field: number, value: boolean): Uint8Array {
  return integerField(field, value ? 1 : 0);
}

/** A float64. */
export function doubleField(field: number, value: number): Uint8Array {
  const size = putTag(field, FIXED64);
  const bytes = new Uint8Array(size + 8);
  bytes.set(scratch.subarray(0, size));
  new DataView(bytes.buffer).setFloat64(size, value, true);
  return bytes;
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
  const size = putVarint(payload.length, putTag(field, LENGTH_DELIMITED));
  const bytes = new Uint8Array(size + payload.length);
  for (let i = 0; i < size; i++) bytes[i] = scratch[i];
  bytes.set(payload, size);
  return bytes;
}

/** A text, as UTF-8. */
export function textField(field: number, text: string): Uint8Array {
  return bytesField(field, encoder.encode(text));
}

/** The entry of a map from texts to messages. */
export function entryField(field: number, key: string, message: Uint8Array): Uint8Array {
  return bytesField(field, concat(textField(1, key), bytesField(2, message)));
}

/** Puts a tag at the beginning of `scratch`. @returns where it ends */
function putTag(field: number, wireType: number): number {
  return putVarint(field * 8 + wireType, 0);
}

/** Puts a number into `scratch`: seven bits a byte, lowest first; all but the last have their top bit set. @returns where it ends */
function putVarint(value: number, start: number): number {
  if (value < 0) return putNegative(value, start);
  let [rest, end] = [value, start];
  // divisions, because steps beyond 2³¹ are more than JavaScript's bit operations can hold
  for (; rest > 127; rest = Math.floor(rest / 128)) scratch[end++] = (rest % 128) + 128;
  scratch[end++] = rest;
  return end;
}

function putNegative(value: number, start: number): number {
  let [rest, end] = [BigInt.asUintN(64, BigInt(value)), start];
  for (; rest > 127n; rest >>= 7n) scratch[end++] = Number(rest & 127n) | 128;
  scratch[end++] = Number(rest);
  return end;
}
