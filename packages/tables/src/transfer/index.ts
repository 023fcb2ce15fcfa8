export { frameFromArrow, frameToArrow } from './frame-arrow.js';
export { frameTable } from './frame-table.js';
export { exportTable, tableWriters, type ExportOptions } from './export-table.js';
export type { OutgoingTable, WriteTableFile } from './table-file.js';
export { importTables, type ImportOptions, type TableImport } from './import-tables.js';
export { isTable, noTables } from './store-source.js';
export { openStoredTable, type StoredTable } from './stored-tables.js';
export { isS3Path, replaceTable } from './replace-table.js';
