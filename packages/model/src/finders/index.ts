/** Searches for a batch size and a learning rate, by steps of a real model. */
export {
  type BatchSizeFinding,
  BatchSizeSearch,
  type BatchTrial,
  findBatchSize,
  type MeasureBatch,
  measureSteps,
} from './batch-size.js';
export {
  findLearningRate,
  type LearningRateFinding,
  LearningRateSearch,
  type RatePoint,
  suggestLearningRate,
} from './learning-rate.js';
export { probeAutoencoder, type Probe, type ProbeSource } from './probe.js';
