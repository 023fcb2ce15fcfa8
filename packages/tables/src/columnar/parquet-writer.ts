/** Writes Parquet files through hyparquet-writer, which is reached here and in parquet-numbers.ts alone. */
import type { ColumnChunk, SchemaElement } from 'hyparquet';
import type { TableColumn } from '../table.js';
import type { BatchColumn, ColumnBatch } from './column-batch.js';
import { storedType, writeNumbers } from './parquet-numbers.js';
import { legendNote, type OutgoingTable } from '../transfer/table-file.js';

/** Bytes after which the texts of a column begin another page. */
const PAGE_BYTES = 1 << 20;

/**
 * Writes a row group for each batch, packed with Snappy. Numbers keep their width, times are
 * timestamps to the microsecond without a zone, what is missing is null.
 */
export async function writeParquet(path: string, table: OutgoingTable): Promise<void> {
  const library = await loadWriter();
  const legends = table.columns.flatMap(({ name, legend }) =>
    legend === undefined ? [] : [[legendNote(name), legend] as const],
  );
  const schema = [
    { name: 'root', num_children: table.columns.length },
    ...table.columns.map(element),
  ];
  const writer = new library.ParquetWriter({
    writer: library.fileWriter(path),
    schema,
    kvMetadata: [...Object.entries(table.notes), ...legends].map(([key, value]) => ({
      key,
      value,
    })),
    createdBy: 'anodec',
  });
  for await (const batch of table.batches) writeRowGroup(library, writer, batch);
  await writer.finish();
}

async function loadWriter() {
  const [
    { fileWriter, ParquetWriter },
    { writePageHeader },
    { snappyCompress },
    text,
    levels,
    tree,
  ] = await Promise.all([
    import('hyparquet-writer'),
    import('hyparquet-writer/src/datapage.js'),
    import('hyparquet-writer/src/snappy.js'),
    import('hyparquet-writer/src/column.js'),
    import('hyparquet-writer/src/dremel.js'),
    import('hyparquet-writer/src/schema.js'),
  ]);
  const { writeColumn } = text;
  const { encodeNestedValues } = levels;
  const { schemaPathResolver } = tree;
  return {
    fileWriter,
    ParquetWriter,
    writePageHeader,
    snappyCompress,
    writeColumn,
    encodeNestedValues,
    schemaPathResolver,
  };
}

type Library = Awaited<ReturnType<typeof loadWriter>>;
type ParquetWriter = InstanceType<Library['ParquetWriter']>;

function element(column: TableColumn): SchemaElement {
  const shared = { name: column.name, repetition_type: 'OPTIONAL' } as const;
  if (column.kind === 'text') return { ...shared, type: 'BYTE_ARRAY', converted_type: 'UTF8' };
  const typed = { ...shared, type: storedType(column) };
  if (column.kind === 'time') {
    const logical = { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' } as const;
    return { ...typed, logical_type: logical };
  }
  return column.stored === 'int8' ? { ...typed, converted_type: 'INT_8' } : typed;
}

function writeRowGroup(library: Library, writer: ParquetWriter, { rows, columns }: ColumnBatch) {
  const start = writer.writer.offset;
  const chunks = columns.map((batch) =>
    'texts' in batch
      ? writeTexts(library, writer, batch)
      : writeNumbers(library, writer.writer, batch),
  );
  writer.num_rows += BigInt(rows);
  writer.row_groups.push({
    columns: chunks,
    total_byte_size: chunks.reduce(
      (sum, { meta_data: m }) => sum + (m?.total_uncompressed_size ?? 0n),
      0n,
    ),
    num_rows: BigInt(rows),
    total_compressed_size: BigInt(writer.writer.offset - start),
  });
}

function writeTexts(
  { writeColumn, encodeNestedValues, schemaPathResolver }: Library,
  { writer, schema, compressors }: ParquetWriter,
  { column: { name }, texts, missing }: Extract<BatchColumn, { readonly texts: unknown }>,
): ColumnChunk {
  const path = schemaPathResolver(schema)([name]);
  const values = missing > 0 ? texts.map((text) => (text === '' ? null : text)) : [...texts];
  const { chunk } = writeColumn({
    writer,
    column: {
      columnName: name,
      element: path[path.length - 1].element,
      schemaPath: path.map((node) => node.element),
      codec: 'SNAPPY',
      compressors,
      stats: true,
      pageSize: PAGE_BYTES,
      columnIndex: false,
      offsetIndex: false,
    },
    pageData: encodeNestedValues(path, values),
  });
  return chunk;
}
