export * from './csv-reader.js';
export { readCsvRows } from './csv-rows.js';
export {
  type CellReader,
  createCellReader,
  createLineReader,
  type LineReader,
} from './line-reader.js';
