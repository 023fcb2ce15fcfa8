export * from './table.js';
export * from './excel/index.js';
export * from './hdf5/index.js';
export * from './resample.js';
export * from './scaler.js';
export * from './split.js';
export * from './plant/index.js';
export * from './simulate/index.js';
