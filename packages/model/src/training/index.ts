/** The public names of the trainer. */
export { adamState, loadAdam } from './adam-state.js';
export type * from './callback.js';
export { type CheckpointSink, saveCheckpoints } from './callbacks/checkpoint.js';
export { earlyStopping } from './callbacks/early-stopping.js';
export { createThroughput, type Throughput } from './callbacks/throughput.js';
export { callbacks, configuredCallbacks } from './callbacks/registry.js';
export {
  CHECKPOINT_VERSION,
  decodeCheckpoint,
  decodeDetector,
  encodeCheckpoint,
} from './checkpoint.js';
export * from './profile.js';
export { epochLimit, type RemainingWork, remainingWork } from './remaining-work.js';
export type * from './report.js';
export * from './schedule.js';
export type * from './trainable.js';
export { fit, type FitResult, type TrainerOptions } from './trainer.js';
export type * from './training-state.js';
