export { checkFolder, type FileCheck } from './check-folder.js';
export type {
  DataSet,
  DataSetFile,
  Entity,
  EntityOptions,
  EntityRecordings,
  FileLayout,
} from './data-set.js';
export { presentEntities, readEntities, writeEntity } from './entities.js';
export * from './folder/index.js';
export { dataSetNamed, dataSets } from './registry.js';
