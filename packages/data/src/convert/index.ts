export {
  convertTables,
  isUpToDate,
  type Conversion,
  type ConvertedTable,
  type ConvertOptions,
  type TableSource,
} from './convert.js';
export {
  genericTables,
  SWAT_FILES,
  swatTables,
  type GenericFiles,
  type SwatFiles,
} from './sources.js';
