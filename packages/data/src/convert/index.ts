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
