/** The table of recurrent cells. */
import type { Cell } from './cells/cell.js';
import { gruCell } from './cells/gru.js';
import { lstmCell } from './cells/lstm.js';

/**
 * To add a cell: one file in `cells`, one line here. It then runs on every backend; engines that have a
 * faster kernel for it name that one in their table (`registerEngine`).
 */
export const cells = {
  lstm: lstmCell,
  gru: gruCell,
} satisfies Record<string, Cell>;

/** A name of `cells`. */
export type CellName = keyof typeof cells;
