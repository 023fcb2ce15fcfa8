export * from './alarm-policy-config.js';
export * from './alarm-policy.js';
export * from './alarms.js';
export * from './diagnostics/bin-maxima.js';
export * from './diagnostics/counts.js';
export * from './diagnostics/disturb.js';
export * from './diagnostics/nearest-window.js';
export * from './diagnostics/range-check.js';
export * from './diagnostics/ranking-curves.js';
export * from './diagnostics/threshold-sweep.js';
export * from './drift/drift.js';
export * from './drift/registry.js';
export * from './drift/rolling-median.js';
export * from './fit-alarm-policy.js';
export {
  attacksFromLabels,
  placeAttacks,
  type PlacedAttack,
  rowsBetween,
} from './metrics/attacks.js';
export * from './coverage.js';
export * from './label-threshold.js';
export * from './metrics/evaluate.js';
export * from './metrics/evaluation.js';
export { type EventCounts } from './metrics/events.js';
export * from './metrics/families.js';
export * from './metrics/flags.js';
export {
  type Band,
  CHANCE_FLOORS,
  type Floor,
  type FloorKey,
  type MetricBands,
} from './metrics/floors.js';
export * from './metrics/headline.js';
export * from './metrics/metric.js';
export { type AlarmMeaning, type AlarmResult } from './metrics/per-alarm.js';
export { type AttackOutcome, type AttackResult } from './metrics/per-attack.js';
export * from './metrics/pointwise.js';
export * from './metrics/ranking.js';
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
} from './metrics/recording.js';
export * from './metrics/registry.js';
export { type RowCounts } from './metrics/row-counts.js';
export * from './metrics/rows.js';
export * from './normalisation/normalisation.js';
export * from './normalisation/registry.js';
export * from './pooling/pooling.js';
export * from './pooling/registry.js';
export * from './scored-frame.js';
export * from './scoring.js';
export * from './smoothing/registry.js';
export * from './smoothing/smoothing.js';
export * from './span.js';
export * from './stages/attenuate.js';
export * from './stages/exceed.js';
export * from './stages/normalise.js';
export * from './stages/pool.js';
export * from './stages/raise-alarms.js';
export * from './stages/smooth.js';
export * from './statistics/index.js';
export * from './stored-alarm-policy.js';
export * from './tail/calibration.js';
export * from './threshold/labelled/labelled-threshold.js';
export * from './threshold/labelled/registry.js';
export * from './threshold/registry.js';
export * from './threshold/threshold.js';
