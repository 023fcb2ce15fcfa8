/**
 * Reads a DataFrame that pandas stored in its "table" format: records whose fields are blocks of
 * columns, or columns of their own ("data columns").
 *
 * Source: pandas 1.5.3 and 3.0.6, pandas/io/pytables.py, `AppendableFrameTable`.
 */
import { DataError } from '@anodec/core';
import {
  type BlockTableReader,
  createBlockTable,
  type NumberBlock,
  type TextBlock,
} from './column-blocks.js';
import { fixedTexts } from './fixed-texts.js';
import type { H5Field, H5File } from './h5-file.js';
import { meaningOf, toNumbers } from './pandas-cells.js';
import { indexColumns } from './pandas-index.js';
import { type Pickled, type PickleOptions, readPickle } from './pickle.js';

/** The table being read. */
interface Stored {
  readonly file: H5File;
  readonly path: string;
  /** What pandas wrote for a missing text. */
  readonly missing: string;
  /** The records of rows, read once for all fields. */
  readonly records: (start: number, end: number) => DataView;
  readonly recordBytes: number;
}

/** @throws DataError when a column or the row labels are nothing that a table has */
export function readPandasTable(file: H5File, group: string, source: string): BlockTableReader {
  const path = `${group}/table`;
  const rows = file.shape(path)[0];
  const stored: Stored = {
    file,
    path,
    missing: String(file.attributes(group).nan_rep ?? 'nan'),
    records: cacheLast((start, end) => viewOf(file.readRecords(path, start, end))),
    recordBytes: file.element(path).bytes,
  };
  const fields = file.fields(path);
  const indexField = fields.find(({ name }) => name === 'index');
  if (!indexField || Number(file.attributes(group).levels ?? 1) !== 1) {
    throw new DataError(
      `${group.slice(1)} in ${file.path} must have one level of row labels and of names, got more. ` +
        'Call reset_index() in pandas before storing.',
    );
  }
  const index = indexColumns({
    where: `The row labels of ${group.slice(1)} in ${file.path}`,
    kind: String(file.attributes(path).index_kind),
    // beside the name: the frequency, an object of pandas
    name: indexName(unpickle(file, group, 'info', { ignoreObjects: true })),
    rows,
    read: (start, end) => readNumbers(stored, indexField, start, end),
  });
  const blocks = fields
    .filter((field) => field !== indexField)
    .flatMap((f) => readField(stored, f));
  const order = [
    ...index.flatMap(({ columns }) => columns.map(({ name }) => name)),
    ...columnOrder(unpickle(file, group, 'non_index_axes')),
  ];
  return createBlockTable({ source, rows, blocks: [...index, ...blocks], order });
}

/** An attribute that PyTables pickled. */
function unpickle(file: H5File, path: string, name: string, options: PickleOptions = {}): Pickled {
  const source = `The attribute ${name} of ${path} in ${file.path}`;
  return readPickle(file.attributeBytes(path, name), source, options);
}

/** From [(1, [names])]. */
function columnOrder(axes: Pickled): readonly string[] {
  const [axis] = Array.isArray(axes) ? axes : [];
  const names = Array.isArray(axis) ? axis[1] : undefined;
  return Array.isArray(names) ? names.map(String) : [];
}

/** From {'index': {'index_name': name}, …}; keys and values by turns. */
function indexName(info: Pickled): string | undefined {
  const name = valueOf(valueOf(info, 'index'), 'index_name');
  return typeof name === 'string' ? name : undefined;
}

function valueOf(dictionary: Pickled | undefined, key: string): Pickled | undefined {
  if (!Array.isArray(dictionary)) return undefined;
  return dictionary.find((_, i) => i % 2 === 1 && dictionary[i - 1] === key);
}

function readField(stored: Stored, field: H5Field): readonly (NumberBlock | TextBlock)[] {
  const { file, path } = stored;
  const items = unpickle(file, path, `${field.name}_kind`);
  const names = Array.isArray(items) ? items.map(String) : [];
  const where = `${names.join(', ').slice(0, 60)} in ${file.path}`;
  const attributes = file.attributes(path);
  if (names.length !== field.count || attributes[`${field.name}_meta`] === 'category') {
    throw new DataError(
      `${where} must be a block of numbers, texts or times, got a category or something else. ` +
        'Convert it in pandas, with astype(str).',
    );
  }
  if (field.kind === 'text') {
    return names.map((name, i) => ({
      column: { name, kind: 'text' },
      texts: (start, end) =>
        readTexts(stored, { ...field, offset: field.offset + i * field.bytes }, start, end),
    }));
  }
  const meaning = meaningOf(String(attributes[`${field.name}_dtype`]), where);
  return [
    {
      columns: names.map((name) => ({ name, kind: meaning.kind })),
      numbers: (start, end) => toNumbers(readNumbers(stored, field, start, end), meaning, where),
    },
  ];
}

function readTexts(
  stored: Stored,
  { offset, bytes }: H5Field,
  start: number,
  end: number,
): string[] {
  const { buffer } = stored.records(start, end);
  const texts = fixedTexts(new Uint8Array(buffer), { bytes, offset, stride: stored.recordBytes });
  return texts.map((text) => (text === stored.missing ? '' : text));
}

/** All cells of a field, rows by columns. */
function readNumbers(
  stored: Stored,
  field: H5Field,
  start: number,
  end: number,
): (number | bigint)[] {
  const view = stored.records(start, end);
  const read = cellReader(view, field, stored.path);
  const cells: (number | bigint)[] = [];
  for (let r = 0; r < end - start; r++) {
    const at = r * stored.recordBytes + field.offset;
    for (let c = 0; c < field.count; c++) cells.push(read(at + c * field.bytes));
  }
  return cells;
}

function cellReader(view: DataView, field: H5Field, path: string): (at: number) => number | bigint {
  const { kind, bytes, signed, littleEndian } = field;
  const readers: Readonly<Record<string, (at: number) => number | bigint>> = {
    float8: (at) => view.getFloat64(at, littleEndian),
    float4: (at) => view.getFloat32(at, littleEndian),
    int8: (at) => view.getBigInt64(at, littleEndian),
    int4: (at) => view.getInt32(at, littleEndian),
    int2: (at) => view.getInt16(at, littleEndian),
    int1: (at) => view.getInt8(at),
    uint8: (at) => view.getBigUint64(at, littleEndian),
    uint4: (at) => view.getUint32(at, littleEndian),
    uint2: (at) => view.getUint16(at, littleEndian),
    uint1: (at) => view.getUint8(at),
  };
  const whole = signed ? 'int' : 'uint';
  const found = readers[`${kind === 'float' ? 'float' : whole}${bytes}`];
  if (found && ['float', 'integer', 'flag'].includes(kind)) return found;
  throw new DataError(
    `${field.name} of ${path.slice(1)} must be numbers, got ${kind} of ${bytes} bytes.`,
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Keeps the last answer: all fields of a piece ask for the same records. */
function cacheLast(read: (start: number, end: number) => DataView) {
  let last: { readonly start: number; readonly end: number; readonly view: DataView } | undefined;
  return (start: number, end: number): DataView => {
    if (last?.start !== start || last.end !== end) last = { start, end, view: read(start, end) };
    return last.view;
  };
}
