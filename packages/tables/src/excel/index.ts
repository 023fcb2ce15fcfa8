export { type Cell, columnLetters } from './cell.js';
export * from './sheet-reader.js';
export * from './workbook-writer.js';
