export {
  type LiveModel,
  type LiveRecording,
  type LiveScorer,
  type ScoredRows,
  startScoring,
} from './live-scorer.js';
export type { IntakeCounts } from './row-intake.js';
export { WatchConfig } from './settings.js';
export { openSink, sinks } from './sinks/registry.js';
export type { Sink, SinkKind } from './sinks/sink.js';
export {
  watch,
  type WatchCounts,
  type WatchEnd,
  type WatchListeners,
  type WatchParts,
} from './watch.js';
