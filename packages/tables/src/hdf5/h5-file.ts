/**
 * HDF5 files through h5wasm; the only file that uses it.
 *
 * The Node build works on the real file system, so that nothing is loaded whole. Left to itself it
 * prints the library's error stack and carries on, also when the disk is full; its throwing error
 * handler is switched on here, so that every failure becomes one DataError.
 */
import { isAscii as isAsciiBytes } from 'node:buffer';
import { DataError } from '@anodec/core';
import type * as H5Wasm from 'h5wasm/node';
import type { Dataset, File as WasmFile, Group } from 'h5wasm/node';

/** Values of a dataset; texts are stored in fixed width. */
export type H5Values = Float32Array | Float64Array | Int8Array | BigInt64Array | readonly string[];

/** Values of an attribute; whole numbers are stored as int64. */
export type H5Attributes = Readonly<Record<string, string | number>>;

/** Type of the cells of a dataset, or of a field of its records. */
export interface H5Element {
  readonly kind: 'integer' | 'float' | 'flag' | 'text' | 'blob' | 'record' | 'other';
  /** Bytes of a cell. */
  readonly bytes: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
}

/** A field of a record. */
export interface H5Field extends H5Element {
  readonly name: string;
  /** Bytes from the beginning of the record. */
  readonly offset: number;
  /** Cells of the field. */
  readonly count: number;
}

/** Layout of a dataset. */
export interface DatasetLayout {
  /** Values of one row; 0 makes the dataset one-dimensional. */
  readonly columns?: number;
  /** Rows of a chunk; given, the dataset is stored in chunks, and it can grow when `growable`. */
  readonly chunkRows?: number;
  readonly growable?: boolean;
  /** Bytes of a text cell; by default those of the longest text. */
  readonly textBytes?: number;
}

/** An open file. Paths within it begin with a slash; every method throws DataError on failure. */
export interface H5File {
  readonly path: string;
  /** Names below a group, in alphabetical order. */
  children(group: string): string[];
  isGroup(path: string): boolean;
  createGroup(path: string): void;
  createDataset(path: string, values: H5Values, layout?: DatasetLayout): void;
  /** Writes rows after the last one of a growable dataset. */
  appendRows(path: string, values: H5Values): void;
  /** Rows, then columns if there are any. */
  shape(path: string): readonly number[];
  /** Rows `start` up to, not including, `end`. */
  readRows(path: string, start: number, end: number): H5Values;
  element(path: string): H5Element;
  /** The fields of the records of a dataset; none where its rows are no records. */
  fields(path: string): readonly H5Field[];
  /** Rows of records as they lie in the file, one after the other. */
  readRecords(path: string, start: number, end: number): Uint8Array;
  /** The first row of a dataset of byte strings of any length. */
  readBlob(path: string): Uint8Array;
  attributes(path: string): H5Attributes;
  /** An attribute as it lies in the file, for texts in another encoding; empty where there is none. */
  attributeBytes(path: string, name: string): Uint8Array;
  setAttributes(path: string, attributes: H5Attributes): void;
  /** Copies a group or dataset with all it holds to the same path in another file. */
  copyTo(target: H5File, path: string): void;
  /** @throws DataError when something could not be written */
  close(): void;
}

/** Chunks that are handed to the library at once. */
const PIECE_CHUNKS = 8;
const COPY_BYTES = 4 << 20;

type Library = typeof H5Wasm;

let loading: Promise<Library> | undefined;

/** Loads the library once, at the first use: it takes a while and most commands need no store. */
function loadLibrary(): Promise<Library> {
  loading ??= import('h5wasm/node').then(async (library) => {
    const module = await library.ready;
    module.activate_throwing_error_handler();
    return library;
  });
  return loading;
}

/**
 * Opens a file.
 *
 * @param mode `create` empties a file that is there, `append` needs one
 * @throws DataError when it cannot be opened or is no HDF5 file
 */
export async function openH5(path: string, mode: 'read' | 'create' | 'append'): Promise<H5File> {
  const library = await loadLibrary();
  const letter = ({ read: 'r', create: 'w', append: 'a' } as const)[mode];
  const doing = mode === 'create' ? 'be created' : 'be a readable HDF5 file';
  const file = attempt(path, doing, () => new library.File(path, letter));
  return wrapFile(library, file, path);
}

function wrapFile(library: Library, file: WasmFile, path: string): H5File {
  const group = (at: string): Group => new library.Group(file.file_id, at);
  const dataset = (at: string): Dataset => new library.Dataset(file.file_id, at);
  const reading = <R>(work: () => R): R => attempt(path, 'be readable', work);
  const writing = <R>(work: () => R): R => attempt(path, 'be writable', work);
  const wrapped: H5File = {
    path,
    children: (at) => reading(() => [...group(at).keys()].sort()),
    isGroup: (at) => reading(() => file.get_type(at) === library.Module.H5G_GROUP),
    createGroup: (at) => {
      writing(() => file.create_group(at.slice(1)));
    },
    createDataset: (at, values, layout = {}) =>
      writing(() => createDataset(file, at, values, layout)),
    appendRows: (at, values) => writing(() => appendRows(dataset(at), values)),
    shape: (at) => reading(() => dataset(at).shape ?? []),
    readRows: (at, start, end) => reading(() => readRows(library, dataset(at), start, end)),
    element: (at) => reading(() => elementOf(library, dataset(at).metadata)),
    fields: (at) => reading(() => fieldsOf(library, dataset(at).metadata)),
    readRecords: (at, start, end) => reading(() => readRecords(library, dataset(at), start, end)),
    readBlob: (at) => reading(() => (dataset(at).slice([[0, 1]]) as unknown as Uint8Array[])[0]),
    attributes: (at) => reading(() => readAttributes(group(at))),
    attributeBytes: (at, name) => reading(() => attributeBytes(library, file, at, name)),
    setAttributes: (at, attributes) => writing(() => writeAttributes(group(at), attributes)),
    copyTo: (target, at) => {
      const to = openFiles.get(target);
      if (!to) throw new Error(`${target.path} is not open.`);
      writing(() => copyEntity(library, file, to, at));
    },
    close: () =>
      writing(() => {
        if (file.mode !== 'r') file.flush();
        file.close();
      }),
  };
  openFiles.set(wrapped, file);
  return wrapped;
}

/** What lies behind the wrapped files, for copies from one to another. */
const openFiles = new WeakMap<H5File, WasmFile>();

/** Runs a call of the library and turns its failure, a long stack as text, into one sentence. */
function attempt<R>(path: string, must: string, work: () => R): R {
  try {
    return work();
  } catch (error) {
    if (error instanceof DataError) throw error;
    const text = error instanceof Error ? error.message : String(error);
    const reasons = [...text.matchAll(/error message = '([^']+)'/g)].map(([, reason]) => reason);
    const innermost = [...text.matchAll(/\(\): (.+)$/gm)].map(([, reason]) => reason).at(-1);
    const reason = reasons.at(-1) ?? innermost ?? text.split('\n')[0];
    const filter = /required filter '(\w+)' is not registered/.exec(text)?.[1];
    if (filter) {
      throw new DataError(
        `${path} must be compressed with zlib or not at all, got ${filter}. Write it again so.`,
        { cause: error },
      );
    }
    const remedy = /too large|no space|quota/i.test(reason) ? ' Make room on the disk.' : '';
    throw new DataError(`${path} must ${must}, got: ${reason}.${remedy}`, { cause: error });
  }
}

/** Hands large arrays over in pieces: the library's memory grows to the largest and stays there. */
function createDataset(
  file: WasmFile,
  path: string,
  values: H5Values,
  layout: DatasetLayout,
): void {
  const columns = layout.columns ?? 0;
  const width = columns > 0 ? [columns] : [];
  const rows = values.length / (columns || 1);
  const chunk = layout.growable ? layout.chunkRows : Math.min(rows, layout.chunkRows ?? rows);
  const chunked = layout.chunkRows !== undefined && chunk !== undefined;
  const piece = chunked ? Math.min(rows, chunk * PIECE_CHUNKS) : rows;
  const slice = (start: number, end: number) =>
    values.slice(start * (columns || 1), end * (columns || 1)) as Float32Array;
  const dataset = file.create_dataset({
    name: path.slice(1),
    data: slice(0, piece),
    shape: [piece, ...width],
    dtype: isTexts(values) ? textType(values, layout.textBytes) : null,
    ...(chunked && chunk > 0 ? { chunks: [chunk, ...width] } : {}),
    ...(chunked ? { maxshape: [layout.growable ? null : rows, ...width] } : {}),
  });
  for (let start = piece; start < rows; start += piece) {
    appendRows(dataset, slice(start, Math.min(rows, start + piece)));
  }
}

function isTexts(values: H5Values): values is readonly string[] {
  return Array.isArray(values);
}

/** ASCII where it does, because every tool prints that well, with a zero byte at the end. */
function textType(texts: readonly string[], bytes = textBytes(texts)): string {
  return texts.every(isAscii) ? `A${bytes + 1}` : `S${bytes}`;
}

/** Bytes of the longest text, at least 1. */
export function textBytes(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, Buffer.byteLength(text)), 1);
}

/** Whether a text has only characters of the ASCII table. */
export function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

function appendRows(dataset: Dataset, values: H5Values): void {
  const [rows, ...width] = dataset.shape ?? [];
  const added = values.length / (width[0] ?? 1);
  if (added === 0) return;
  dataset.resize([rows + added, ...width]);
  dataset.write_slice([[rows, rows + added]], values);
}

function readAttributes(group: Group): H5Attributes {
  return Object.fromEntries(
    Object.entries(group.attrs).map(([name, attribute]) => {
      const value = attribute.value;
      const scalar = Array.isArray(value) ? value[0] : value;
      return [name, typeof scalar === 'string' ? scalar : Number(scalar)];
    }),
  );
}

function writeAttributes(group: Group, attributes: H5Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') {
      group.create_attribute(name, value, [], `S${textBytes([value])}`); // UTF-8, or PyTables sees bytes
    } else if (Number.isInteger(value)) {
      group.create_attribute(name, BigInt64Array.of(BigInt(value)), [], '<q');
    } else group.create_attribute(name, Float64Array.of(value), [], '<d');
  }
}

type Metadata = Dataset['metadata'];

function elementOf({ Module }: Library, metadata: Metadata): H5Element {
  const { H5T_class_t: types } = Module;
  const kinds = new Map<number, H5Element['kind']>([
    [types.H5T_INTEGER.value, 'integer'],
    [types.H5T_FLOAT.value, 'float'],
    [types.H5T_BITFIELD.value, 'flag'],
    [types.H5T_STRING.value, metadata.vlen ? 'other' : 'text'],
    [types.H5T_VLEN.value, 'blob'],
    [types.H5T_COMPOUND.value, 'record'],
  ]);
  const { type, size: bytes, signed, littleEndian } = metadata;
  return { kind: kinds.get(type) ?? 'other', bytes, signed, littleEndian };
}

function fieldsOf(library: Library, { compound_type: record }: Metadata): readonly H5Field[] {
  return (record?.members ?? []).map(({ name, offset, size, ...member }) => {
    // the library gives the size of the whole array in place of that of its cells
    const count = (member.array_type?.shape ?? []).reduce((product, dim) => product * dim, 1);
    const element = elementOf(library, { ...(member.array_type ?? member), size: size / count });
    return { ...element, name, offset, count };
  });
}

function readRows(library: Library, from: Dataset, start: number, end: number): H5Values {
  const { type, vlen, shape } = from.metadata;
  const isText = type === library.Module.H5T_class_t.H5T_STRING.value && !vlen;
  if (isText && shape?.length === 1) return readTexts(library, from, start, end);
  return from.slice([[start, end]]) as unknown as H5Values;
}

/** Not through the library, which makes two arrays and calls a decoder for each cell. */
function readTexts(library: Library, from: Dataset, start: number, end: number): string[] {
  const { size, cset } = from.metadata;
  const { buffer, byteOffset, byteLength } = readRecords(library, from, start, end);
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  const cells = Array.from({ length: end - start }, (_, r) => r * size);
  if (isAsciiBytes(bytes)) {
    const block = bytes.toString('latin1');
    return cells.map((at) => upToZero(block.slice(at, at + size)));
  }
  const decoder = new TextDecoder(cset === 1 ? 'utf-8' : 'ascii', { ignoreBOM: true });
  return cells.map((at) => upToZero(decoder.decode(bytes.subarray(at, at + size))));
}

/** Texts of fixed width are filled up with zeros. */
function upToZero(text: string): string {
  const zero = text.indexOf('\0');
  return zero < 0 ? text : text.slice(0, zero);
}

/** Not through the library's own conversion, which rounds 64-bit numbers in arrays. */
function readRecords({ Module }: Library, from: Dataset, start: number, end: number): Uint8Array {
  const bytes = (end - start) * from.metadata.size;
  const place = Module._malloc(bytes);
  if (place === 0 && bytes > 0) throw new Error('not enough memory');
  try {
    const [count, first, step] = [end - start, start, 1].map((n) => [BigInt(n)]);
    Module.get_dataset_data(from.file_id, from.path, count, first, step, BigInt(place));
    return Module.HEAPU8.slice(place, place + bytes);
  } finally {
    Module._free(place);
  }
}

function attributeBytes(
  { Module }: Library,
  { file_id: id }: WasmFile,
  path: string,
  name: string,
): Uint8Array {
  if (!Module.get_attribute_names(id, path).includes(name)) return new Uint8Array(0);
  const { size } = Module.get_attribute_metadata(id, path, name);
  const place = Module._malloc(size);
  try {
    Module.get_attribute_data(id, path, name, BigInt(place));
    return Module.HEAPU8.slice(place, place + size);
  } finally {
    Module._free(place);
  }
}

function copyEntity(library: Library, from: WasmFile, to: WasmFile, path: string): void {
  const entity = from.get(path);
  if (entity instanceof library.Group) {
    if (path !== '/') to.create_group(path.slice(1));
    copyAttributes(entity, new library.Group(to.file_id, path));
    const prefix = path === '/' ? '' : path;
    for (const name of entity.keys()) copyEntity(library, from, to, `${prefix}/${name}`);
  } else if (entity instanceof library.Dataset && isPlain(entity.dtype)) {
    copyDataset(entity, to);
    copyAttributes(entity, new library.Dataset(to.file_id, path));
  } else {
    throw new DataError(
      `${from.filename} must hold only plain numbers and texts to be changed, got ${path} of a ` +
        'kind that another program wrote. Write to a new file.',
    );
  }
}

/** Whether a type is one that can be copied: numbers and texts of fixed width. */
function isPlain(dtype: Dataset['dtype']): dtype is string {
  return typeof dtype === 'string' && /^<|^[AS]\d/.test(dtype);
}

function copyAttributes(from: Group | Dataset, to: Group | Dataset): void {
  for (const [name, { dtype, shape, value }] of Object.entries(from.attrs)) {
    if (!isPlain(dtype) || value === null) {
      throw new DataError(
        `The attribute ${name} of ${from.path} must be a number or text to be copied, got ` +
          'something that another program wrote. Write to a new file.',
      );
    }
    to.create_attribute(name, value as string, shape, dtype);
  }
}

/** Copies a piece at a time: what is stored may be larger than memory. */
function copyDataset(from: Dataset, to: WasmFile): void {
  const { shape, chunks, maxshape, size } = from.metadata;
  if (!shape) return;
  const [rows = 1, ...width] = shape;
  const level = from.filters[0]?.cd_values[0];
  const copy = (start: number, end: number) => from.slice([[start, end]]) as Float32Array;
  const rowBytes = size * width.reduce((product, dim) => product * dim, 1);
  const piece = Math.min(rows, wholeChunks(COPY_BYTES / rowBytes, chunks?.[0] ?? 1));
  const target = to.create_dataset({
    name: from.path.slice(1),
    data: shape.length === 0 ? (from.value as Float32Array) : copy(0, piece),
    shape: shape.length === 0 ? [] : [piece, ...width],
    dtype: from.dtype,
    maxshape: maxshape && chunks ? [null, ...width] : maxshape,
    ...(chunks ? { chunks } : {}),
    ...(chunks && level ? { compression: 'gzip', compression_opts: level } : {}),
  });
  for (let start = piece; start < rows; start += piece) {
    const end = Math.min(rows, start + piece);
    target.resize([end, ...width]);
    target.write_slice([[start, end]], copy(start, end));
  }
}

function wholeChunks(rows: number, chunk: number): number {
  return Math.max(1, Math.floor(rows / chunk)) * chunk;
}
