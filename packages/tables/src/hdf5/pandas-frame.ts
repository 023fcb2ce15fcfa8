/**
 * Tables as pandas' HDFStore keeps them in its "fixed" format, so that `pandas.read_hdf` opens them.
 *
 * Source: what pandas 1.5.3 with PyTables 3.7 writes and reads. A text column would be a pickled
 * object there, which only Python can read: labels are int8 with a legend instead. No dimension
 * scales: PyTables fails on them.
 */
import type { H5Attributes, H5File } from './h5-file.js';
import { chunkRows } from './row-blocks.js';

/** Columns of one type, kept together. */
export interface PandasBlock {
  readonly items: readonly string[];
  /** (T, items) */
  readonly values: Float32Array | Float64Array | Int8Array | BigInt64Array;
  /** `datetime64` makes int64 values nanoseconds since 1970. */
  readonly kind?: 'datetime64';
}

/** The row labels. */
export interface PandasIndex {
  readonly name: string;
  readonly values: Float64Array | BigInt64Array;
  readonly kind: 'datetime64' | 'integer' | 'float';
}

const ARRAY: H5Attributes = { CLASS: 'ARRAY', FLAVOR: 'numpy', VERSION: '2.4', TITLE: ' ' };
/** An array that can grow along its rows. */
const GROWABLE: H5Attributes = { ...ARRAY, CLASS: 'EARRAY', VERSION: '1.1', EXTDIM: 0 };

/** Marks a file as one that PyTables may open. */
export function markPyTablesFile(file: H5File): void {
  file.setAttributes('/', {
    CLASS: 'GROUP',
    PYTABLES_FORMAT_VERSION: '2.1',
    VERSION: '1.0',
    TITLE: ' ',
  });
}

/**
 * Writes a table below a group that does not exist yet.
 *
 * @param order of all columns, where it is not that of the blocks
 */
export function writePandasFrame(
  file: H5File,
  group: string,
  index: PandasIndex,
  blocks: readonly PandasBlock[],
  order = blocks.flatMap((block) => block.items),
): void {
  file.createGroup(group);
  file.setAttributes(group, {
    CLASS: 'GROUP',
    VERSION: '1.0',
    TITLE: ' ',
    pandas_type: 'frame',
    pandas_version: '0.15.2',
    encoding: 'UTF-8',
    errors: 'strict',
    axis0_variety: 'regular',
    axis1_variety: 'regular',
    ...Object.fromEntries(blocks.map((_, b) => [`block${b}_items_variety`, 'regular'])),
    ndim: 2,
    nblocks: blocks.length,
  });
  writeNames(file, `${group}/axis0`, order);
  writeIndex(file, `${group}/axis1`, index);
  for (const [b, block] of blocks.entries()) {
    writeNames(file, `${group}/block${b}_items`, block.items);
    writeBlock(file, `${group}/block${b}_values`, block);
  }
}

function writeNames(file: H5File, path: string, names: readonly string[]): void {
  file.createDataset(path, names);
  file.setAttributes(path, { ...ARRAY, kind: 'string', transposed: 1 });
}

function writeIndex(file: H5File, path: string, index: PandasIndex): void {
  file.createDataset(path, index.values, { chunkRows: chunkRows(8), growable: true });
  const datetime: H5Attributes = index.kind === 'datetime64' ? { index_class: 'datetime' } : {};
  const { kind, name } = index;
  file.setAttributes(path, { ...GROWABLE, kind, name, ...datetime, transposed: 1 });
}

function writeBlock(file: H5File, path: string, block: PandasBlock): void {
  const columns = block.items.length;
  const rows = chunkRows(columns * block.values.BYTES_PER_ELEMENT);
  file.createDataset(path, block.values, { columns, chunkRows: rows, growable: true });
  const kind: H5Attributes = block.kind ? { value_type: block.kind } : {};
  file.setAttributes(path, { ...GROWABLE, ...kind, transposed: 1 });
}
