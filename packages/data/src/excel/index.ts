export type { Cell } from './cell.js';
export * from './workbook-writer.js';
