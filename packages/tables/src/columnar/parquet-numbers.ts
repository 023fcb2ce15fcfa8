/**
 * Columns of numbers and times as column chunks of Parquet: a dictionary where it halves them, the values
 * as they are elsewhere, packed with Snappy.
 *
 * The library does the same for values of any kind, one JavaScript value at a time, which takes several
 * times as long; it still writes texts, headers and the footer.
 *
 * Source: Apache Parquet format 2.9, "Data Pages", "Encodings" (PLAIN, RLE_DICTIONARY, RLE/bit-packed hybrid).
 */
import type { ColumnChunk, Encoding, ParquetType } from 'hyparquet';
import type { ChunkStatistics, Writer } from 'hyparquet-writer/src/types.js';
import type { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import type { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import type { TableColumn } from '../table.js';
import { type BatchNumbers, microsecondsOf } from './column-batch.js';
import { createDictionary } from './parquet-dictionary.js';
import { bitsFor, hybridRun, packBits } from './parquet-runs.js';

/** The parts of the library that are used. */
export interface PageLibrary {
  readonly writePageHeader: typeof writePageHeader;
  readonly snappyCompress: typeof snappyCompress;
}

/** The cells of one column. */
interface NumberCells {
  readonly column: TableColumn;
  /** (R); NaN is missing */
  readonly numbers: BatchNumbers;
  readonly missing: number;
}

/** Cells that are there, as they are stored; times as pairs of 32-bit words. */
type StoredCells = Float32Array | Float64Array | Int32Array;

/** The type that a column of numbers or times is stored as. */
export function storedType({ kind, stored }: TableColumn): ParquetType {
  if (kind === 'time') return 'INT64';
  if (stored === 'int8') return 'INT32';
  return stored === 'float32' ? 'FLOAT' : 'DOUBLE';
}

/** Writes one column of a row group and describes it for the footer. */
export function writeNumbers(
  library: PageLibrary,
  writer: Writer,
  cells: NumberCells,
): ColumnChunk {
  const { column, numbers, missing } = cells;
  const type = storedType(column);
  const stored = storeCells(type, numbers, numbers.length - missing);
  const count = numbers.length - missing;
  const wordsEach = type === 'INT64' || type === 'DOUBLE' ? 2 : 1;
  const words = new Int32Array(stored.buffer, stored.byteOffset, count * wordsEach);
  const dictionary = createDictionary(words, wordsEach);
  const start = writer.offset;
  const page = createPageWriter(library, writer);
  const dictionaryAt = BigInt(start);
  if (dictionary) page.dictionary(bytesOf(dictionary.entries), dictionary.size);
  const dataAt = BigInt(writer.offset);
  const encoding: Encoding = dictionary ? 'RLE_DICTIONARY' : 'PLAIN';
  const levels = levelsOf(numbers, missing);
  const body = dictionary ? indexPage(dictionary.indexes, dictionary.size) : bytesOf(words);
  page.data({ rows: numbers.length, missing, encoding, levels, body });
  return {
    file_offset: BigInt(start),
    meta_data: {
      type,
      encodings: dictionary ? ['PLAIN', encoding] : [encoding],
      path_in_schema: [column.name],
      codec: 'SNAPPY',
      num_values: BigInt(numbers.length),
      total_compressed_size: BigInt(writer.offset - start),
      total_uncompressed_size: BigInt(page.unpackedBytes()),
      data_page_offset: dataAt,
      ...(dictionary && { dictionary_page_offset: dictionaryAt }),
      statistics: statisticsOf(type, numbers, missing),
      encoding_stats: [
        ...(dictionary
          ? [{ page_type: 'DICTIONARY_PAGE', encoding: 'PLAIN', count: 1 } as const]
          : []),
        { page_type: 'DATA_PAGE_V2', encoding, count: 1 },
      ],
    },
  };
}

function storeCells(type: ParquetType, numbers: BatchNumbers, count: number): StoredCells {
  const present =
    count === numbers.length ? numbers : numbers.filter((cell) => !Number.isNaN(cell));
  if (type === 'INT64') return microsecondWords(present);
  return type === 'INT32' ? Int32Array.from(present) : present;
}

/** Milliseconds as int64 of microseconds, the low word first. */
function microsecondWords(times: BatchNumbers): Int32Array {
  const words = new Int32Array(2 * times.length);
  for (let r = 0; r < times.length; r++) {
    const time = microsecondsOf(times[r]);
    const high = Math.floor(time / 2 ** 32);
    words[2 * r] = time - high * 2 ** 32; // wraps to the bits of the low word
    words[2 * r + 1] = high;
  }
  return words;
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Which rows have a value: 1 for each that has. */
function levelsOf(numbers: BatchNumbers, missing: number): Uint8Array {
  if (missing === 0) return hybridRun(numbers.length, 1, 1);
  return packBits(
    Uint16Array.from(numbers, (cell) => (Number.isNaN(cell) ? 0 : 1)),
    1,
  );
}

function indexPage(indexes: Uint16Array, size: number): Uint8Array {
  const bits = bitsFor(size);
  const packed = bits === 0 ? hybridRun(indexes.length, 0, 0) : packBits(indexes, bits);
  const page = new Uint8Array(1 + packed.length);
  page[0] = bits;
  page.set(packed, 1);
  return page;
}

/** The bounds of the values as other programs skip row groups by; zeros have the sign that the format asks for. */
function statisticsOf(type: ParquetType, numbers: BatchNumbers, missing: number): ChunkStatistics {
  let [least, most] = [Infinity, -Infinity];
  for (let r = 0; r < numbers.length; r++) {
    const cell = numbers[r];
    if (cell < least) least = cell;
    if (cell > most) most = cell;
  }
  const shared = { null_count: BigInt(missing) };
  if (missing === numbers.length) return shared;
  if (type === 'INT64') {
    const [min_value, max_value] = [least, most].map((time) => BigInt(microsecondsOf(time)));
    return { ...shared, min_value, max_value };
  }
  const floating = type === 'FLOAT' || type === 'DOUBLE';
  return {
    ...shared,
    min_value: floating && least === 0 ? -0 : least,
    max_value: most === 0 ? 0 : most,
    ...(floating && { nan_count: 0n }),
  };
}

/** A data page before it is packed. */
interface DataPage {
  readonly rows: number;
  readonly missing: number;
  readonly encoding: Encoding;
  readonly levels: Uint8Array;
  readonly body: Uint8Array;
}

function createPageWriter({ writePageHeader, snappyCompress }: PageLibrary, writer: Writer) {
  let unpacked = 0;
  return {
    /** Bytes of the pages so far, headers included, as if they were not packed. */
    unpackedBytes: () => unpacked,
    dictionary(body: Uint8Array, size: number): void {
      const before = writer.offset;
      const packed = snappyCompress(body);
      writePageHeader(writer, {
        type: 'DICTIONARY_PAGE',
        uncompressed_page_size: body.length,
        compressed_page_size: packed.length,
        dictionary_page_header: { num_values: size, encoding: 'PLAIN' },
      });
      unpacked += writer.offset - before + body.length;
      writer.appendBytes(packed);
    },
    data({ rows, missing, encoding, levels, body }: DataPage): void {
      const before = writer.offset;
      const packed = snappyCompress(body);
      writePageHeader(writer, {
        type: 'DATA_PAGE_V2',
        uncompressed_page_size: levels.length + body.length,
        compressed_page_size: levels.length + packed.length,
        data_page_header_v2: {
          num_values: rows,
          num_nulls: missing,
          num_rows: rows,
          encoding,
          definition_levels_byte_length: levels.length,
          repetition_levels_byte_length: 0,
          is_compressed: true,
        },
      });
      unpacked += writer.offset - before + levels.length + body.length;
      writer.appendBytes(levels);
      writer.appendBytes(packed);
    },
  };
}
