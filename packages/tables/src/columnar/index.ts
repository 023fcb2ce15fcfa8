export type { BatchColumn, ColumnBatch } from './column-batch.js';
