/** Every key of a store as a table that can be written to a file. */
import type { Attack } from '@anodec/core';
import { ATTACKS_KEY, readAttacks, type StoredAttacks } from '../hdf5/attacks-store.js';
import { createBlockTable, type NumberBlock, type TextBlock } from '../hdf5/column-blocks.js';
import type { Store } from '../hdf5/store.js';
import type { TableColumn, TableReader } from '../table.js';

/** A table with its length and note. */
export interface StoredTable {
  readonly table: TableReader;
  readonly rows: number;
}

/**
 * Opens a raw table, a frame, scores, a list of attacks or a DataFrame of pandas.
 *
 * @throws DataError when there is no such key, or it holds no table
 */
export function openStoredTable(store: Store, key: string): StoredTable {
  if (key === ATTACKS_KEY && store.keys.includes(key)) {
    const table = attackTable(readAttacks(store), `${key} of ${store.path}`, clockOf(store));
    return { table, rows: table.rows };
  }
  const table = store.readTable(key);
  return { table, rows: Number(store.attributes(key).rows ?? 0) };
}

/** The clock of the test recordings, in which begins and ends are kept. */
function clockOf(store: Store): unknown {
  return store.keys.includes('df_att') ? store.attributes('df_att').clock : 'utc';
}

/** A row for each attack, those without effect last; elapsed times are in seconds, as in frames. */
function attackTable({ attacks, withoutImpact }: StoredAttacks, source: string, clock: unknown) {
  const kind = clock === 'elapsed' || clock === 'rows' ? 'number' : 'time';
  const unit = clock === 'elapsed' ? 1000 : 1;
  const all = [...attacks, ...withoutImpact];
  const texts = (name: string, of: (attack: Attack) => string): TextBlock => ({
    column: { name, kind: 'text' },
    texts: (start, end) => all.slice(start, end).map(of),
  });
  const numbers = (
    column: TableColumn,
    of: (attack: Attack, n: number) => number,
  ): NumberBlock => ({
    columns: [column],
    numbers: (start, end) =>
      Float64Array.from(all.slice(start, end), (attack, r) => of(attack, start + r)),
  });
  const blocks = [
    texts('name', ({ name }) => name),
    numbers({ name: 'start', kind }, ({ start }) => start / unit),
    numbers({ name: 'end', kind }, ({ end }) => end / unit),
    texts('channels', ({ channels }) => channels.join(', ')),
    texts('action', ({ action = '' }) => action),
    numbers(flagColumn('leaves_trace'), ({ leavesTrace }) => Number(leavesTrace)),
    numbers(flagColumn('has_impact'), (_, n) => Number(n < attacks.length)),
  ];
  return createBlockTable({ source, rows: all.length, blocks });
}

function flagColumn(name: string): TableColumn {
  return { name, kind: 'number', stored: 'int8', legend: '0 = no, 1 = yes' };
}
