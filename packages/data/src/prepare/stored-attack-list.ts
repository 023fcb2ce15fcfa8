/** The attack list as it lies in the interim store, cleaned. */
import type { Store, TableChunk, TableColumn } from '@anodec/tables';
import { readAttackList, type AttackList, type ListCell } from '../swat/attack-list.js';
import type { PrepareConfig } from './config.js';
import type { RepairLog } from '../repair-log.js';
import { momentOf } from './row-order.js';

/** @throws DataError as `readAttackList` */
export async function readStoredAttackList(
  store: Store,
  key: string,
  config: PrepareConfig,
  log: RepairLog,
): Promise<AttackList> {
  const table = store.readTable(key);
  const rows: (readonly ListCell[])[] = [table.columns.map(({ name }) => name)];
  const rowNumbers = [1];
  for await (const chunk of table.chunks()) {
    for (let r = 0; r < chunk.rows; r++) {
      rows.push(cellsOf(table.columns, chunk, r));
      rowNumbers.push(chunk.firstRow + r);
    }
  }
  const { keepYearErrors } = config;
  const list = readAttackList({ source: table.source, rows, rowNumbers }, { log, keepYearErrors });
  const attacks = list.attacks.filter(({ name, start }) => {
    const within =
      start > momentOf(config.from, -Infinity) && start < momentOf(config.to, Infinity);
    if (!within) log.add('attack-outside-dates', `${name} of ${table.source}`);
    return within;
  });
  return { ...list, attacks };
}

function cellsOf(columns: readonly TableColumn[], chunk: TableChunk, r: number): ListCell[] {
  const K = columns.filter(({ kind }) => kind !== 'text').length;
  let number = 0;
  let text = 0;
  return columns.map(({ kind }): ListCell => {
    if (kind === 'text') return chunk.texts[text++][r] || null;
    const value = chunk.numbers[r * K + number++];
    if (Number.isNaN(value)) return null;
    return kind === 'time' ? new Date(value) : value;
  });
}
