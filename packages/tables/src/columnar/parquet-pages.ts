/**
 * What the pages of a Parquet file claim to hold, checked before the library makes room for it: it trusts the length of
 * every run of equal values. A few changed bytes make one of billions, at which the engine ends the whole program
 * without an error that could be caught, or fills the memory.
 *
 * Source: Apache Parquet format 2.11, "Data Pages" and "Run Length Encoding / Bit-Packing Hybrid".
 */
import { DataError } from '@anodec/core';
import type { AsyncBuffer, ColumnMetaData, Compressors, FileMetaData, PageHeader } from 'hyparquet';
import { checkRuns, type Runs } from './parquet-run-check.js';

/** Values of a page: writers begin another after 20,000 or a megabyte. */
const MOST_VALUES = 2 ** 24;
/** Rows of a row group: a column of one is in memory whole. */
const MOST_ROWS = 2 ** 26;
/** Bytes to which one page may be unpacked. */
const MOST_UNPACKED = 2 ** 30;

/** The parts of the library that read a page. */
export interface PageLibrary {
  readonly compressors: Compressors;
  readonly parquetHeader: (reader: { view: DataView; offset: number }) => PageHeader;
  readonly decompressPage: (
    packed: Uint8Array,
    unpackedBytes: number,
    codec: ColumnMetaData['codec'],
    compressors: Compressors,
  ) => Uint8Array;
}

/** A Parquet file whose description was read. */
export interface DescribedFile {
  /** Name for messages. */
  readonly source: string;
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
}

/** A column of a row group. */
interface Column {
  readonly refuse: (what: string) => DataError;
  readonly meta: ColumnMetaData;
  /** Whether cells may be missing, so that levels say which are. */
  readonly isOptional: boolean;
}

/**
 * A function that checks the pages of a column, named first, in the row group that holds a row, counted from 0; those
 * that were checked are not looked at again.
 *
 * @throws DataError, the function, when a page claims more values than the rows that are left, or a run more than its
 *   page; any other error where the bytes are none of a page
 */
export function createPageCheck(
  library: PageLibrary,
  { source, file, metadata }: DescribedFile,
): (name: string, row: number) => Promise<void> {
  const optional = new Set(
    metadata.schema.flatMap(({ name, repetition_type: kind }) =>
      kind === 'OPTIONAL' ? [name] : [],
    ),
  );
  const checked = new Set<string>();
  return async (name, row) => {
    const { group, start } = groupAt(metadata, row);
    const key = `${start} ${name}`;
    const meta = group?.columns.find((one) => one.meta_data?.path_in_schema[0] === name)?.meta_data;
    if (!group || !meta || checked.has(key)) return;
    const refuse = (what: string): DataError =>
      new DataError(
        `Column ${name} of ${source} claims ${what}. The file is damaged or forged: get an intact copy.`,
      );
    const rows = Number(group.num_rows);
    if (rows > MOST_ROWS) throw refuse(`${rows} rows in one row group, of at most ${MOST_ROWS}`);
    const from = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const bytes = await file.slice(from, from + Number(meta.total_compressed_size));
    checkPages(library, bytes, { refuse, meta, isOptional: optional.has(name) }, rows);
    checked.add(key);
  };
}

/** The row group that holds a row, and its first row. */
function groupAt({ row_groups: groups }: FileMetaData, row: number) {
  let start = 0;
  for (const group of groups) {
    const end = start + Number(group.num_rows);
    if (row < end) return { group, start };
    start = end;
  }
  return { start };
}

function checkPages(library: PageLibrary, bytes: ArrayBuffer, column: Column, rows: number): void {
  const reader = { view: new DataView(bytes), offset: 0 };
  for (let left = rows; left > 0 && reader.offset < bytes.byteLength - 1; ) {
    const header = library.parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
    const rest = bytes.byteLength - reader.offset;
    if (packed < 0 || packed > rest) {
      throw column.refuse(`a page of ${packed} bytes, but has ${rest} more`);
    }
    if (unpacked < 0 || unpacked > MOST_UNPACKED) {
      throw column.refuse(`a page of ${unpacked} bytes unpacked, of at most ${MOST_UNPACKED}`);
    }
    const page = new Uint8Array(bytes, reader.offset, packed);
    reader.offset += packed;
    left -= checkPage(library, header, page, column, left);
  }
}

/** @returns the values of the page; 0 of a dictionary, whose values the library reads from their bytes alone */
function checkPage(
  library: PageLibrary,
  header: PageHeader,
  page: Uint8Array,
  column: Column,
  left: number,
): number {
  const { type, data_page_header: plain, data_page_header_v2: second } = header;
  const claims = type === 'DATA_PAGE' ? plain : type === 'DATA_PAGE_V2' ? second : undefined;
  if (!claims) return 0;
  const { num_values: values } = claims;
  if (values < 0 || values > Math.min(left, MOST_VALUES)) {
    throw column.refuse(`a page of ${values} values where ${Math.min(left, MOST_VALUES)} can be`);
  }
  const unpack = (bytes: Uint8Array, length: number): Uint8Array =>
    library.decompressPage(bytes, length, column.meta.codec, library.compressors);
  if (second && claims === second) checkSecondPage(header, second, page, column, unpack);
  else checkFirstPage(header, claims, page, column, unpack);
  return values;
}

type Unpack = (bytes: Uint8Array, length: number) => Uint8Array;
type Claims = Pick<NonNullable<PageHeader['data_page_header']>, 'num_values' | 'encoding'>;

/** A page of version 1: levels and values are packed together, the levels behind their length. */
function checkFirstPage(
  { uncompressed_page_size: bytes }: PageHeader,
  { num_values: values, encoding }: Claims,
  page: Uint8Array,
  { refuse, meta, isOptional }: Column,
  unpack: Unpack,
): void {
  const view = viewOf(unpack(page, bytes));
  const levels = isOptional ? view.getUint32(0, true) : 0;
  const present = isOptional ? checkRuns({ view, at: 4, bits: 1, values }, refuse) : values;
  const at = isOptional ? 4 + levels : 0;
  const runs = runsOfValues(view, at, encoding, meta.type);
  // one word of no bits is no run
  if (runs && runs.bits > 0) checkRuns({ ...runs, values: present }, refuse);
}

/** A page of version 2: the levels stand before the values, which alone are packed. */
function checkSecondPage(
  { uncompressed_page_size: bytes }: PageHeader,
  claims: NonNullable<PageHeader['data_page_header_v2']>,
  page: Uint8Array,
  { refuse, meta, isOptional }: Column,
  unpack: Unpack,
): void {
  const { num_values: values, num_nulls: missing, encoding } = claims;
  const { repetition_levels_byte_length: before, definition_levels_byte_length: levels } = claims;
  if (missing < 0 || missing > values) throw refuse(`${missing} missing values of ${values}`);
  if (before < 0 || levels < 0 || before + levels > page.length) {
    throw refuse(`${before} and ${levels} bytes of levels in a page of ${page.length}`);
  }
  if (isOptional) checkRuns({ view: viewOf(page), at: before, bits: 1, values }, refuse);
  const head = before + (isOptional ? levels : 0);
  const packed = page.subarray(head);
  const isPacked = claims.is_compressed !== false;
  const view = viewOf(isPacked ? unpack(packed, bytes - before - levels) : packed);
  const runs = runsOfValues(view, 0, encoding, meta.type);
  if (runs) checkRuns({ ...runs, values: values - missing }, refuse);
}

/** Where the values of a page stand as runs, and the bits of each; undefined where they are no runs. */
function runsOfValues(
  view: DataView,
  at: number,
  encoding: string,
  type: string,
): Omit<Runs, 'values'> | undefined {
  if (encoding === 'RLE' && type === 'BOOLEAN') return { view, at: at + 4, bits: 1 };
  if (!encoding.endsWith('DICTIONARY') || at >= view.byteLength) return undefined;
  return { view, at: at + 1, bits: view.getUint8(at) };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
