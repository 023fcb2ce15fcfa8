export {
  convertTables,
  isUpToDate,
  type ConvertedTable,
  type ConvertOptions,
} from './convert.js';
export {
  genericTables,
  SWAT_FILES,
  SwatFilesConfig,
  swatTables,
  type GenericFiles,
  type SwatFiles,
} from './sources.js';
export {
  describeReplacement,
  hashFile,
  replacementSentence,
  type TableOrigin,
  type TableReplacement,
} from './origin.js';
export type { Conversion, TableSource } from './table-source.js';
