export * from './table.js';
export * from './excel/index.js';
