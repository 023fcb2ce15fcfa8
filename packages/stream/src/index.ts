export {
  type LiveModel,
  type LiveRecording,
  type LiveScorer,
  type ScoredRows,
  startScoring,
} from './live-scorer.js';
export { type KnownModels, readLiveModels } from './retrain/read-models.js';
export { askModels, ModelAction } from './retrain/request.js';
export { RetrainConfig } from './retrain/settings.js';
export type { IntakeCounts } from './row-intake.js';
export { WatchConfig } from './settings.js';
export { openSink, sinks } from './sinks/registry.js';
export type { Sink, SinkKind } from './sinks/sink.js';
export {
  type RetrainParts,
  watch,
  type WatchCounts,
  type WatchEnd,
  type WatchListeners,
  type WatchParts,
} from './watch.js';
