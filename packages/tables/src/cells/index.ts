export type { CellPlace } from './cell-place.js';
export {
  createLabelReader,
  type Label,
  type LabelCode,
  type LabelMap,
  type LabelReader,
  type LabelReaderOptions,
  parseLabel,
  parseLabelLegend,
  parseLabelMap,
  parseLabelNumber,
} from './labels.js';
export {
  detectTimeFormat,
  isMoment,
  parseTimeOfDay,
  parseTimestamp,
  TIME_FORMATS,
  TIME_READERS,
  type TimeFormat,
  timeFormatNamed,
} from './timestamps.js';
