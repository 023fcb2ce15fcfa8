export { describeChannel, type ChannelKind, type ChannelReport } from './channel.js';
export { columnsOfFrame, type Column, type ColumnTable, type TextColumn } from './columns.js';
export {
  compareTables,
  type ColumnDifference,
  type ComparedTable,
  type CompareOptions,
  type TableComparison,
} from './compare.js';
export {
  inspectColumns,
  type InspectOptions,
  type LabelReport,
  type TableReport,
} from './inspect.js';
export type { ValueRun } from './longest-runs.js';
export { readColumns, ReadingConfig, type ReadColumnsOptions } from './read-columns.js';
export { describeTimes, type Gap, type Interval, type TimeLine } from './time-line.js';
export { columnRole, type ColumnRole } from './column-role.js';
