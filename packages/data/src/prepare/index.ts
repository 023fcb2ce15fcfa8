export {
  isClockName,
  isCounterName,
  isLabelName,
  isUnitName,
  LABEL_NAMES,
  plainName,
} from './column-names.js';
export { counterIn, holdsDates, isLabelColumn, isUnitIn } from './column-rules.js';
export { findTimeColumn, type TimeColumn } from './find-time.js';
export { parseDate } from './row-order.js';
export { createRowTimes, type RowTimes } from './row-times.js';
export { detectReadings, type TimeReading } from './time-readings.js';
export { createTimeZone, type TimeZone } from './time-zone.js';
export { chooseOffset, type ColumnInTable } from './channel-offset.js';
export { surveyNumbers } from './survey.js';
export {
  readAttackIntervals,
  readIntervalList,
  type AttackIntervalOptions,
} from './attack-intervals.js';
export { PrepareConfig } from './config.js';
export { checkLabelCount, labelsByTime, readLabelFile, type LabelFile } from './label-file.js';
export { findLabelLeaks, type LabelLeak } from './label-leaks.js';
export { type CleanedFrame, readFrame, type ReadFrameOptions } from './read-frame.js';
export {
  isPrepared,
  prepareStore,
  readRepairs,
  type Preparation,
  type PreparedTable,
  type PrepareOptions,
} from './prepare.js';
export {
  describeRepair,
  isAboutColumns,
  repairGravity,
  type Repair,
  type RepairGravity,
  type RepairKind,
} from '../repair-log.js';
