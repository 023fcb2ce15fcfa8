/** A key of a store as a table, in any layout, of this program or of pandas. */
import { basename } from 'node:path';
import type { TimeSeriesFrame } from '@anodec/core';
import type { TableReader } from '../table.js';
import type { BlockTableReader } from './column-blocks.js';
import { readForeignFrame } from './foreign-frame.js';
import { isOwnFrame, LABEL_COLUMN, readFrameGroup } from './frame-store.js';
import type { H5Attributes, H5File } from './h5-file.js';
import { readPandasFixed } from './pandas-fixed.js';
import { readPandasTable } from './pandas-table.js';
import { readTableGroup } from './raw-table.js';

/** Readers by pandas' name of the layout. To add one: one file with its reader, one line here. */
const PANDAS_LAYOUTS: Readonly<
  Record<string, (file: H5File, group: string, source: string) => BlockTableReader>
> = { frame: readPandasFixed, frame_table: readPandasTable };

/**
 * Reads a raw table, a frame, or a DataFrame of pandas.
 *
 * @throws DataError when the group holds something else, or columns that a table does not have
 */
export function readStoredTable(file: H5File, group: string): TableReader {
  return readDataFrame(file, group) ?? readTableGroup(file, group);
}

/**
 * Reads a frame of this program, or a DataFrame of pandas that is laid out as one.
 *
 * @throws DataError when the group holds something else
 */
export function readStoredFrame(file: H5File, group: string): TimeSeriesFrame {
  const foreign = isOwnFrame(file, group) ? undefined : readDataFrame(file, group);
  return foreign ? readForeignFrame(foreign, LABEL_COLUMN) : readFrameGroup(file, group);
}

/** The attributes of a key; where pandas wrote it, also `source` and `rows`, as raw tables have. */
export function describeStored(file: H5File, group: string): H5Attributes {
  const attributes = file.attributes(group);
  const table = attributes.rows === undefined ? readDataFrame(file, group) : undefined;
  return table ? { source: table.source, ...attributes, rows: table.rows } : attributes;
}

function readDataFrame(file: H5File, group: string): BlockTableReader | undefined {
  const { pandas_type: type, source } = file.attributes(group);
  const layout = typeof type === 'string' && Object.hasOwn(PANDAS_LAYOUTS, type);
  if (!layout) return undefined;
  const name = source ?? `${group.slice(1)} of ${basename(file.path)}`;
  return PANDAS_LAYOUTS[type](file, group, String(name));
}
