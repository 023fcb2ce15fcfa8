export {
  type LiveModel,
  type LiveRecording,
  type LiveScorer,
  type ScoredRows,
  startScoring,
} from './live-scorer.js';
