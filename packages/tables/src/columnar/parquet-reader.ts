/** Reads Parquet files through hyparquet, whose other readers are reached in parquet-pages.ts alone. */
import { checkStopped, DataError, silentProgress } from '@anodec/core';
import type {
  AsyncBuffer,
  DecodedArray,
  FileMetaData,
  ParquetParsers,
  ParquetScan,
  SchemaElement,
} from 'hyparquet';
import { type ByteSource, openFileBytes } from '../byte-source.js';
import type { TableColumn, TableReader } from '../table.js';
import type { ColumnarOptions } from './arrow-reader.js';
import { attempt } from './attempt.js';
import { chunkColumns, refuseType } from './column-chunks.js';
import { createPageCheck } from './parquet-pages.js';
import { legendNote } from '../transfer/table-file.js';

/**
 * Cells that are decoded together: a row group has as many rows as its writer liked, pandas a
 * million. What is larger is read in parts, for each of which it is unpacked again.
 */
const CELLS = 4 << 20;

/** Times as milliseconds; whole numbers of finer units apart from their rest, as a double holds them. */
const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (time) => toMilliseconds(time, 1n),
  timestampFromMicroseconds: (time) => toMilliseconds(time, 1000n),
  timestampFromNanoseconds: (time) => toMilliseconds(time, 1_000_000n),
  dateFromDays: (days: number | null | undefined) =>
    days === null || days === undefined ? null : days * 86_400_000,
};

function toMilliseconds(time: bigint | null | undefined, unit: bigint): number | null {
  if (time === null || time === undefined) return null;
  const rest = ((time % unit) + unit) % unit;
  return Number((time - rest) / unit) + Number(rest) / Number(unit);
}

/**
 * Opens a Parquet file, in any of the usual compressions. Rows are counted from 1. Numbers of any
 * width, decimals, truth values, texts, dates and timestamps are read.
 *
 * @throws DataError when the file is missing, damaged, or has a column of another type
 */
export async function openParquet(
  path: string,
  options: ColumnarOptions = {},
): Promise<TableReader> {
  return openParquetBytes(await openFileBytes(path), options);
}

/** As `openParquet`, of bytes wherever they are; what is not read is not fetched. */
export async function openParquetBytes(
  bytes: ByteSource,
  options: ColumnarOptions = {},
): Promise<TableReader> {
  const { signal, progress = silentProgress } = options;
  const { source } = bytes;
  const { parquetScan, compressors, ...pages } = await loadReader();
  try {
    const file = asyncBuffer(bytes);
    const scan = await attempt(source, 'Parquet', () =>
      parquetScan({ file, compressors, parsers: PARSERS }),
    );
    const { metadata } = scan;
    const { columns, total, check } = await attempt(source, 'Parquet', async () => ({
      columns: parquetColumns(metadata, source),
      total: Number(metadata.num_rows),
      check: createPageCheck({ compressors, ...pages }, { source, file, metadata }),
    }));
    return {
      source,
      columns,
      async *chunks() {
        progress.begin(`Reading ${source}`, total, 'rows');
        try {
          for (const { rowStart, rowEnd } of parts(scan, columns.length)) {
            const cells: DecodedArray[] = [];
            for (const { name } of columns) {
              checkStopped(signal, `reading ${source}`);
              const part = { column: name, rowStart, rowEnd };
              await attempt(source, 'Parquet', () => check(name, rowStart));
              cells.push(await attempt(source, 'Parquet', () => scan.readColumn(part)));
            }
            const sources = cells.map(
              (column) =>
                (row: number): unknown =>
                  column[row],
            );
            const rows = { rows: rowEnd - rowStart, firstRow: rowStart + 1 };
            checkLengths(source, cells, rows.rows);
            yield* chunkColumns(source, columns, sources, rows);
            progress.update(rowEnd);
          }
        } finally {
          progress.end();
        }
      },
      close: () => bytes.close(),
    };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

/** Rows that are read together: within one row group, and not more cells than fit. */
function* parts({ ranges }: ParquetScan, columns: number) {
  const most = Math.max(1, Math.floor(CELLS / columns));
  for (const range of ranges) {
    for (let rowStart = range.rowStart; rowStart < range.rowEnd; rowStart += most) {
      yield { rowStart, rowEnd: Math.min(range.rowEnd, rowStart + most) };
    }
  }
}

/** The bytes for the library. Those of the last part are kept, as a column is checked and then read. */
function asyncBuffer(bytes: ByteSource): AsyncBuffer {
  let last: { start: number; end: number; part: Promise<ArrayBuffer> } | undefined;
  return {
    byteLength: bytes.size,
    slice(start, end = bytes.size) {
      if (last?.start !== start || last.end !== end) {
        last = { start, end, part: bytes.read(start, end) };
      }
      return last.part;
    },
  };
}

async function loadReader() {
  const [{ parquetScan }, { compressors }, { parquetHeader }, { decompressPage }] =
    await Promise.all([
      import('hyparquet'),
      import('hyparquet-compressors'),
      import('hyparquet/src/column.js'),
      import('hyparquet/src/datapage.js'),
    ]);
  return { parquetScan, compressors, parquetHeader, decompressPage };
}

function checkLengths(source: string, cells: readonly DecodedArray[], rows: number): void {
  const short = cells.find((column) => column.length !== rows);
  if (!short) return;
  throw new DataError(
    `${source} must be a readable Parquet file, got a column of ${short.length} for ${rows} rows.`,
  );
}

function parquetColumns(metadata: FileMetaData, source: string): readonly TableColumn[] {
  const [root, ...elements] = metadata.schema;
  const notes = new Map(metadata.key_value_metadata?.map(({ key, value }) => [key, value]));
  if (elements.length !== root.num_children) {
    const nested = elements.find(({ num_children: children }) => children);
    refuseType(source, nested?.name ?? 'of many values', 'values within values');
  }
  return elements.map((element) => {
    const legend = notes.get(legendNote(element.name));
    return { ...parquetColumn(element, source), ...(legend !== undefined && { legend }) };
  });
}

function parquetColumn(element: SchemaElement, source: string): TableColumn {
  const { name, type, converted_type: converted, logical_type: logical } = element;
  const meaning = logical?.type ?? converted;
  if (element.repetition_type === 'REPEATED') refuseType(source, name, 'lists');
  if (meaning === 'TIMESTAMP' || /^DATE|^TIMESTAMP_/.test(converted ?? '') || type === 'INT96') {
    return { name, kind: 'time' };
  }
  if (meaning === 'DATE') return { name, kind: 'time' };
  if (meaning === 'DECIMAL' || logical?.type === 'FLOAT16') return { name, kind: 'number' };
  if (meaning === 'STRING' || meaning === 'ENUM' || converted === 'UTF8')
    return { name, kind: 'text' };
  if (meaning === 'INTEGER' || /^U?INT_/.test(converted ?? '')) {
    return { name, kind: 'number', ...(converted === 'INT_8' && { stored: 'int8' }) };
  }
  if (meaning !== undefined || type === undefined) return refuseType(source, name, String(meaning));
  if (type === 'FLOAT') return { name, kind: 'number', stored: 'float32' };
  if (['BOOLEAN', 'INT32', 'INT64', 'DOUBLE'].includes(type)) return { name, kind: 'number' };
  return refuseType(source, name, type);
}
