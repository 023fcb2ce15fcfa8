/**
 * The tables in which an Arrow file describes itself, place by place, as far as its library reads them.
 *
 * Source: Apache Arrow, format/Message.fbs, Schema.fbs and File.fbs, version 1.5.
 */
import type { FlatShape } from './flatbuffer-check.js';

/** Numbers of the places of `FOOTER` in which the blocks of each kind stand. */
export const FOOTER_BLOCKS = [
  ['DictionaryBatch', 2],
  ['RecordBatch', 3],
] as const;
/** Bytes of a block: where it begins, the length of its description, padding, the length of its body. */
export const BLOCK_BYTES = 24;
/** Bytes of a field node (cells and missing cells) and of a buffer (place and length). */
const PAIR = 16;

const KEY_VALUE: FlatShape = () => ['text', 'text'];
const INT: FlatShape = () => [4, 1];
/** Types whose places are at most three small values, in the order of the format. */
const SMALL: FlatShape = () => [];
const TIMESTAMP: FlatShape = () => [2, 'text'];
const UNION: FlatShape = () => [2, { vector: 4 }];
/** Shapes of types by their numbers in the format, where they are more than small values. */
const TYPES: ReadonlyMap<number, FlatShape> = new Map([
  [2, INT],
  [10, TIMESTAMP],
  [14, UNION],
]);
const DICTIONARY_ENCODING: FlatShape = () => [8, { table: INT }, 1, 2];
const FIELD: FlatShape = () => [
  'text',
  1,
  1,
  { union: (tag) => TYPES.get(tag) ?? SMALL },
  { table: DICTIONARY_ENCODING },
  { vector: FIELD },
  { vector: KEY_VALUE },
];
const SCHEMA: FlatShape = () => [2, { vector: FIELD }, { vector: KEY_VALUE }, { vector: 8 }];
const COMPRESSION: FlatShape = () => [1, 1];
const RECORD_BATCH: FlatShape = () => [
  8,
  { vector: PAIR },
  { vector: PAIR },
  { table: COMPRESSION },
  { vector: 8 },
];
const DICTIONARY_BATCH: FlatShape = () => [8, { table: RECORD_BATCH }, 1];
/** Headers of messages by their numbers in the format. */
const HEADERS: ReadonlyMap<number, FlatShape> = new Map([
  [1, SCHEMA],
  [2, DICTIONARY_BATCH],
  [3, RECORD_BATCH],
]);

/** A message: its version, which header it has, the header, bytes of its body, notes. */
export const MESSAGE: FlatShape = () => [
  2,
  1,
  { union: (tag) => HEADERS.get(tag) },
  8,
  { vector: KEY_VALUE },
];

/** The end of a file: its version, columns, where dictionaries and batches are, notes. */
export const FOOTER: FlatShape = () => [
  2,
  { table: SCHEMA },
  { vector: BLOCK_BYTES },
  { vector: BLOCK_BYTES },
  { vector: KEY_VALUE },
];
