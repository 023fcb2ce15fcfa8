/** Adds rows to a frame in a store, in one change of the store. */
import {
  DataError,
  formatTime,
  frameLength,
  type TimeSeriesFrame,
  withOffsets,
} from '@anodec/core';
import {
  describeIndex,
  isOwnFrame,
  LABEL_COLUMN,
  readingBlocks,
  readOffsets,
} from './frame-store.js';
import type { H5File } from './h5-file.js';
import { openStore, updateStore } from './store.js';

/**
 * Writes the rows of `frame` after those that the store holds under `key`. As with every change, the
 * store is replaced when the new one is complete: a process that is killed adds all rows or none. The rows
 * get the offsets of the stored ones.
 *
 * @throws DataError when there is no such frame, its channels, clock or labels are others, or the
 *   new rows do not come after its last
 */
export async function appendFrame(
  path: string,
  key: string,
  frame: TimeSeriesFrame,
): Promise<void> {
  await updateStore(path, async (draft) => {
    const store = await openStore(path); // within the change, which notices other writers from here on
    try {
      const stored = store.group(key);
      checkFits(stored.file, stored.path, frame);
      const { file, path: group } = draft.claim(key);
      stored.file.copyTo(file, group);
      if (frameLength(frame) === 0) return;
      file.appendRows(`${group}/axis1`, describeIndex(frame).values);
      const added = withOffsets(frame, readOffsets(stored.file, stored.path));
      const blocks = readingBlocks(added).map(({ values }) => values);
      if (frame.labels) blocks.push(Int8Array.from(frame.labels));
      for (const [b, values] of blocks.entries()) {
        file.appendRows(`${group}/block${b}_values`, values);
      }
    } finally {
      store.close();
    }
  });
}

function checkFits(file: H5File, group: string, frame: TimeSeriesFrame): void {
  const where = `${group.slice(1)} in ${file.path}`;
  const refuse = (must: string, got: string): never => {
    throw new DataError(`Rows added to ${where} must ${must}, got ${got}.`);
  };
  if (!isOwnFrame(file, group)) {
    throw new DataError(`${where} must be a prepared frame to add rows to, got something else.`);
  }
  const { clock } = file.attributes(group);
  if (clock !== frame.clock) refuse(`have the clock ${clock}`, frame.clock);
  const names = (at: string) => file.readRows(at, 0, file.shape(at)[0]) as readonly string[];
  const columns = names(`${group}/axis0`);
  const given = [...frame.channels, ...(frame.labels ? [LABEL_COLUMN] : [])];
  if (given.join('\n') !== columns.join('\n')) {
    refuse(`have the columns ${columns.join(', ')}`, given.join(', '));
  }
  const [rows] = file.shape(`${group}/axis1`);
  if (rows === 0 || frameLength(frame) === 0) return;
  const [last] = file.readRows(`${group}/axis1`, rows - 1, rows) as BigInt64Array | Float64Array;
  const [first] = describeIndex(frame).values;
  if (first > last) return;
  refuse(`come after its last, ${showLabel(last)}`, showLabel(first));
}

function showLabel(label: number | bigint): string {
  return typeof label === 'bigint' ? formatTime(Number(label / 1_000_000n)) : String(label);
}
