export type { CellPlace } from './cell-place.js';
export { type Label, parseLabel, parseLabelNumber } from './labels.js';
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
