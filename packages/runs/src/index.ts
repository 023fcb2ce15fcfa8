/** Run directories: names, files, status, metrics, alarms, removal. */
export {
  type AlarmNote,
  type AlarmRecord,
  type AlarmRecords,
  changeAlarmNotes,
  NO_RECORD,
  readAlarmNotes,
} from './alarm-notes.js';
export {
  createGroup,
  type GroupMember,
  groupOf,
  groupsByRun,
  type GroupRecord,
  isGroupName,
  openGroup,
  type RunGroup,
} from './groups.js';
export type { GuardedEventWriter } from './guard-event-writer.js';
export type { Hparams, HparamValue } from './hparams.js';
export { filesOf, type Removal, removeRuns, resumedFrom } from './remove-runs.js';
export {
  type LiveAlarm,
  type LiveFiles,
  liveFiles,
  type LiveFit,
  type LiveLine,
  type LiveModelEvent,
  type LiveModelState,
  type LiveRow,
  type LiveSensor,
  type LiveShadow,
  type LiveTime,
} from './live-files.js';
export type { MetricsLog, MetricsRow } from './metrics-log.js';
export type { ReportFiles, Run } from './run.js';
export type { CheckpointPlace, ScoresPart } from './run-files.js';
export { runAt } from './run.js';
export type { ObservedStatus, RunStatus } from './run-status.js';
export type { RunMetrics, RunSummary } from './run-summary.js';
export { createRun, listRuns, openRun } from './runs.js';
