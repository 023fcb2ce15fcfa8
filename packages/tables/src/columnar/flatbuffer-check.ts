/**
 * Checks that a flatbuffer, the binary notation in which Arrow describes its columns and batches, keeps within its own bytes.
 *
 * A library that reads one trusts every offset and every length in it: a vector that claims a billion fields is visited a
 * billion times. Here each table, vector and text that a reader would reach is visited once before, and has to lie
 * within the buffer. As in the verifier of Google's C++ library, nesting is limited, and so is the number of tables,
 * because offsets may share their targets and a few bytes could stand for a tree of any size.
 *
 * Source: Google, "FlatBuffers Internals" (flatbuffers.dev/internals), version 25.
 */

/** What stands at a place of a table: a value of so many bytes, or where to find something longer. */
export type FlatPlace =
  | number
  | 'text'
  | { readonly table: FlatShape }
  | { readonly vector: number | FlatShape }
  /** A table whose shape the value of the place before it chooses; undefined where no reader knows it. */
  | { readonly union: (tag: number) => FlatShape | undefined };

/** The places of a table in their order. A function, because a shape may hold itself. */
export type FlatShape = () => readonly FlatPlace[];

/** Tables within tables, as in the C++ library. */
const DEEPEST = 64;
/** Bytes of an offset and of the length of a vector. */
const WORD = 4;

/**
 * @param bytes a whole flatbuffer, from its root offset on
 * @param shape of its root table
 * @throws RangeError when something does not lie within the bytes
 */
export function checkFlatbuffer(bytes: Uint8Array, shape: FlatShape): void {
  const view = viewOf(bytes);
  let left = Math.floor(bytes.length / WORD);
  const checkTable = (at: number, places: readonly FlatPlace[], depth: number): void => {
    if (depth > DEEPEST || left-- <= 0) throw new RangeError('too many tables within tables');
    checkLayout(view, at);
    for (const [k, place] of places.entries()) {
      const found = placeOf(view, at, k);
      if (found !== undefined) checkPlace({ at, k, found, place }, depth);
    }
  };
  const checkPlace = ({ at, k, found, place }: Found, depth: number): void => {
    if (typeof place === 'number') return within(view, found, place);
    const target = follow(view, found);
    if (place === 'text') return checkVector(target, 1, depth);
    if ('table' in place) return checkTable(target, place.table(), depth + 1);
    if ('vector' in place) return checkVector(target, place.vector, depth);
    const tag = placeOf(view, at, k - 1);
    const chosen = place.union(tag === undefined ? 0 : view.getUint8(tag));
    if (chosen) checkTable(target, chosen(), depth + 1);
  };
  const checkVector = (at: number, items: number | FlatShape, depth: number): void => {
    within(view, at, WORD);
    const count = view.getUint32(at, true);
    within(view, at + WORD, count * (typeof items === 'number' ? items : WORD));
    if (typeof items === 'number') return;
    for (let i = 0; i < count; i++) {
      checkTable(follow(view, at + WORD * (1 + i)), items(), depth + 1);
    }
  };
  checkTable(follow(view, 0), shape(), 0);
}

interface Found {
  /** Where the table begins. */
  readonly at: number;
  /** Number of the place in its table. */
  readonly k: number;
  /** Where the place is. */
  readonly found: number;
  readonly place: FlatPlace;
}

/**
 * Items of a vector of the root table, once the buffer is checked.
 *
 * @param k number of the place in the root table
 * @param size bytes of an item
 * @returns each item's bytes; none where the table has no such vector
 */
export function vectorItems(bytes: Uint8Array, k: number, size: number): readonly DataView[] {
  const view = viewOf(bytes);
  const found = placeOf(view, follow(view, 0), k);
  if (found === undefined) return [];
  const at = follow(view, found);
  return Array.from({ length: view.getUint32(at, true) }, (_, i) =>
    viewOf(bytes.subarray(at + WORD + i * size, at + WORD + (i + 1) * size)),
  );
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function within(view: DataView, at: number, length: number): void {
  if (at >= 0 && at + length <= view.byteLength) return;
  throw new RangeError(`${length} bytes at ${at} of ${view.byteLength}`);
}

/** Where an offset leads. */
function follow(view: DataView, at: number): number {
  within(view, at, WORD);
  return at + view.getUint32(at, true);
}

/** A table begins with how far before it its layout stands: bytes of the layout and of the table, then its places. */
function checkLayout(view: DataView, at: number): void {
  within(view, at, WORD);
  const layout = layoutOf(view, at);
  within(view, layout, WORD);
  const length = view.getUint16(layout, true);
  if (length < WORD) throw new RangeError(`a layout of ${length} bytes`);
  within(view, layout, length);
  within(view, at, view.getUint16(layout + 2, true));
}

function layoutOf(view: DataView, at: number): number {
  return at - view.getInt32(at, true);
}

/** Where place `k` of a table is; undefined where it was not written. */
function placeOf(view: DataView, at: number, k: number): number | undefined {
  const layout = layoutOf(view, at);
  const entry = WORD + 2 * k;
  if (k < 0 || entry + 2 > view.getUint16(layout, true)) return undefined;
  const offset = view.getUint16(layout + entry, true);
  return offset === 0 ? undefined : at + offset;
}
