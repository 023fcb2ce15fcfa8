/** The attack list as it lies in the interim store, cleaned. */
import type { Store } from '@anodec/tables';
import { readAttackList, type AttackList, type ListCell } from '../swat/attack-list.js';
import { readCellRows } from './cell-rows.js';
import type { PrepareConfig } from './config.js';
import type { RepairLog } from '../repair-log.js';
import { parseDate } from './row-order.js';

/** The cleaned list of a store. @throws DataError as `readAttackList` */
export async function readStoredAttackList(
  store: Store,
  key: string,
  config: PrepareConfig,
  log: RepairLog,
): Promise<AttackList> {
  const table = store.readTable(key);
  const rows: (readonly ListCell[])[] = [table.columns.map(({ name }) => name)];
  const rowNumbers = [1];
  for (const { cells, row } of await readCellRows(table)) {
    rows.push(cells);
    rowNumbers.push(row);
  }
  const { keepYearErrors } = config;
  const list = readAttackList({ source: table.source, rows, rowNumbers }, { log, keepYearErrors });
  const attacks = list.attacks.filter(({ name, start }) => {
    const within =
      start > parseDate(config.from, -Infinity) && start < parseDate(config.to, Infinity);
    if (!within) log.add('attack-outside-dates', `${name} of ${table.source}`);
    return within;
  });
  return { ...list, attacks };
}
