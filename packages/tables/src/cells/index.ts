export { parseTimeOfDay } from './calendar.js';
export type { CellPlace } from './cell-place.js';
export { parseWordValues, type WordOptions } from './cell-words.js';
export { detectNumberTimes, NUMBER_TIMES, type NumberTimes } from './number-times.js';
export type { TimeFormat } from './time-formats.js';
export { compileTimePattern } from './time-pattern.js';
export {
  detectTimeFormat,
  detectTimeFormats,
  isMoment,
  isTimeFormat,
  numberTimesNamed,
  parseTimestamp,
  refuseCell,
  TIME_FORMATS,
  TIME_READERS,
  timeFormatNamed,
} from './timestamps.js';
