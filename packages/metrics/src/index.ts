/** Metrics of a detection with their floors, significance tests of differences, and diagnostics. */
export * from './diagnostics/bin-maxima.js';
export * from './diagnostics/counts.js';
export * from './diagnostics/disturb.js';
export * from './diagnostics/nearest-window.js';
export * from './diagnostics/range-check.js';
export * from './diagnostics/ranking-curves.js';
export * from './diagnostics/threshold-sweep.js';
export {
  attacksFromLabels,
  placeAttacks,
  type PlacedAttack,
  rowLabels,
  rowsBetween,
} from './attacks.js';
export * from './evaluate.js';
export * from './evaluation.js';
export { type EventCounts } from './events.js';
export * from './families.js';
export * from './flags.js';
export { type Band, CHANCE_FLOORS, type Floor, type FloorKey, type MetricBands } from './floors.js';
export * from './headline.js';
export * from './metric.js';
export { type AlarmMeaning, type AlarmResult } from './per-alarm.js';
export { type AttackOutcome, type AttackResult } from './per-attack.js';
export * from './pointwise.js';
export * from './ranking.js';
export {
  type AttenuatedStretch,
  type EvaluatedDetection,
  type EvaluatedRecording,
  exceedsOf,
  limitsOf,
  type MetricRecording,
  type RecordedTime,
  type TestRecording,
  type UnscoredRows,
} from './recording.js';
export * from './registry.js';
export { type RowCounts } from './row-counts.js';
export * from './rows.js';
export * from './statistics/index.js';
