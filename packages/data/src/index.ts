export * from './table.js';
export * from './excel/index.js';
export * from './hdf5/index.js';
