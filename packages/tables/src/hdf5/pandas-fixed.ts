/**
 * Reads a DataFrame that pandas stored in its "fixed" format, and frames of this program, which are laid out alike.
 *
 * Source: pandas 1.5.3 and 3.0.6, pandas/io/pytables.py, `BlockManagerFixed`.
 */
import { DataError } from '@anodec/core';
import type { TableColumn } from '../table.js';
import {
  type BlockTableReader,
  createBlockTable,
  type NumberBlock,
  type TextBlock,
} from './column-blocks.js';
import type { H5Attributes, H5File } from './h5-file.js';
import { readObjectColumns } from './object-columns.js';
import { meaningOf, toNumbers } from './pandas-cells.js';
import { fixedTexts } from './fixed-texts.js';
import { indexColumns } from './pandas-index.js';

/** @throws DataError when a column or the row labels are nothing that a table has */
export function readPandasFixed(file: H5File, group: string, source: string): BlockTableReader {
  const attributes = file.attributes(group);
  const regular = attributes.axis1_variety === 'regular' && attributes.axis0_variety === 'regular';
  if (!regular) {
    throw new DataError(
      `${group.slice(1)} in ${file.path} must have one level of row labels and of names, got more. ` +
        'Call reset_index() in pandas before storing.',
    );
  }
  const rows = file.shape(`${group}/axis1`)[0];
  const index = indexColumns(storedIndex(file, group, attributes, rows));
  const blocks = Array.from({ length: Number(attributes.nblocks) }, (_, b) =>
    readBlock(file, `${group}/block${b}`, attributes, rows),
  ).flat();
  const order = [
    ...index.flatMap(({ columns }) => columns.map(({ name }) => name)),
    ...readNames(file, `${group}/axis0`),
  ];
  return createBlockTable({ source, rows, blocks: [...index, ...blocks], order });
}

function storedIndex(file: H5File, group: string, attributes: H5Attributes, rows: number) {
  const path = `${group}/axis1`;
  const { kind, name } = file.attributes(path);
  return {
    where: `The row labels of ${group.slice(1)} in ${file.path}`,
    kind: String(kind),
    name: nameOf(name),
    rows,
    read: (start: number, end: number) => readCells(file, path, start, end),
    clock: attributes.clock,
  };
}

/** What is narrower than a double, by kind and bytes of a cell. */
const narrowTypes: Readonly<Record<string, TableColumn['stored']>> = {
  float4: 'float32',
  integer1: 'int8',
};

/** PyTables pickles what is no text; `N.` is None. */
function nameOf(name: H5Attributes[string] | undefined): string | undefined {
  return typeof name !== 'string' || name === 'N.' ? undefined : name;
}

function readBlock(
  file: H5File,
  path: string,
  { legend }: H5Attributes,
  rows: number,
): readonly (NumberBlock | TextBlock)[] {
  const items = readNames(file, `${path}_items`);
  const values = `${path}_values`;
  const { kind, bytes } = file.element(values);
  const where = `${path.slice(1)} (${items.join(', ').slice(0, 60)}) in ${file.path}`;
  if (kind === 'blob') return readObjectColumns(file.readBlob(values), items, where);
  const type = file.attributes(values).value_type;
  const meaning = meaningOf(type === undefined ? undefined : String(type), where);
  if (kind === 'text' || kind === 'other' || file.shape(values)[0] !== rows) {
    throw new DataError(`${where} must be a block of ${rows} rows of numbers, got something else.`);
  }
  const stored = narrowTypes[`${kind}${bytes}`];
  const columns = items.map((name) => ({
    name,
    kind: meaning.kind,
    ...(stored && { stored }),
    ...(stored === 'int8' && legend !== undefined && { legend: String(legend) }),
  }));
  const numbers = (start: number, end: number) =>
    toNumbers(readCells(file, values, start, end), meaning, where);
  return [{ columns, numbers }];
}

function readCells(file: H5File, path: string, start: number, end: number) {
  return file.readRows(path, start, end) as unknown as ArrayLike<number | bigint>;
}

/** PyTables marks its UTF-8 as ASCII, so texts are read from their bytes. */
function readNames(file: H5File, path: string): readonly string[] {
  const [rows] = file.shape(path);
  const { kind, bytes } = file.element(path);
  if (kind === 'text') return fixedTexts(file.readRecords(path, 0, rows), { bytes });
  return Array.from(readCells(file, path, 0, rows), String);
}
