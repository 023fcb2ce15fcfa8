/** Writes Parquet files through hyparquet-writer, which is reached here and nowhere else. */
import type { SchemaElement } from 'hyparquet';
import type { ColumnSource } from 'hyparquet-writer/src/types.js';
import type { TableColumn } from '../table.js';
import { type BatchColumn, microsecondsOf } from './column-batch.js';
import { legendNote, type OutgoingTable } from '../transfer/table-file.js';

/**
 * Writes a row group for each batch, packed with Snappy. Numbers keep their width, times are
 * timestamps to the microsecond without a zone, what is missing is null.
 */
export async function writeParquet(path: string, table: OutgoingTable): Promise<void> {
  const { fileWriter, ParquetWriter } = await import('hyparquet-writer');
  const legends = table.columns.flatMap(({ name, legend }) =>
    legend === undefined ? [] : [[legendNote(name), legend] as const],
  );
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [{ name: 'root', num_children: table.columns.length }, ...table.columns.map(element)],
    kvMetadata: [...Object.entries(table.notes), ...legends].map(([key, value]) => ({
      key,
      value,
    })),
    createdBy: 'anodec',
  });
  for await (const { rows, columns } of table.batches) {
    await writer.write({ columnData: columns.map(columnSource), rowGroupSize: rows });
  }
  await writer.finish();
}

function element({ name, kind, stored }: TableColumn): SchemaElement {
  const shared = { name, repetition_type: 'OPTIONAL' } as const;
  if (kind === 'text') return { ...shared, type: 'BYTE_ARRAY', converted_type: 'UTF8' };
  if (kind === 'time') {
    const logical = { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' } as const;
    return { ...shared, type: 'INT64', logical_type: logical };
  }
  if (stored === 'int8') return { ...shared, type: 'INT32', converted_type: 'INT_8' };
  return { ...shared, type: stored === 'float32' ? 'FLOAT' : 'DOUBLE' };
}

function columnSource(batch: BatchColumn): ColumnSource {
  const { column, missing } = batch;
  const { name } = column;
  if ('texts' in batch) {
    const data =
      missing > 0 ? batch.texts.map((text) => (text === '' ? null : text)) : [...batch.texts];
    return { name, data };
  }
  const { numbers } = batch;
  if (column.kind === 'time') {
    return {
      name,
      data: Array.from(numbers, (time) => (Number.isNaN(time) ? null : microsecondsOf(time))),
    };
  }
  // an array of JavaScript values holds nulls; without them a typed array is quicker
  if (missing > 0) {
    return { name, data: Array.from(numbers, (value) => (Number.isNaN(value) ? null : value)) };
  }
  if (column.stored === 'int8') return { name, data: Int32Array.from(numbers) };
  return { name, data: column.stored === 'float32' ? Float32Array.from(numbers) : numbers };
}
