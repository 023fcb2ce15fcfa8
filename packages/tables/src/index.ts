export * from './table.js';
export * from './cells/index.js';
export * from './csv/index.js';
export * from './excel/index.js';
export * from './hdf5/index.js';
export * from './columnar/index.js';
export * from './transfer/index.js';
export * from './open-table.js';
