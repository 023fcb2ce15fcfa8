export * from './csv-reader.js';
export { readCsvRows } from './csv-rows.js';
