/** The public names of the trainer. */
export type * from './callback.js';
export { type CheckpointSink, saveCheckpoints } from './callbacks/checkpoint.js';
export { earlyStopping } from './callbacks/early-stopping.js';
export { createThroughput, type Throughput } from './callbacks/throughput.js';
export { callbacks, configuredCallbacks } from './callbacks/registry.js';
export {
  CHECKPOINT_VERSION,
  decodeCheckpoint,
  holdsTraining,
  decodeDetector,
  encodeCheckpoint,
} from './checkpoint.js';
export type { Optimizer } from './optimizers/optimizer.js';
export * from './profile.js';
export { checkKeptSettings } from './kept-settings.js';
export { epochLimit, type RemainingWork, remainingWork } from './remaining-work.js';
export type * from './report.js';
export type * from './schedule.js';
export { createSchedule, schedules } from './schedules/registry.js';
export type * from './trainable.js';
export { fit, type FitResult, type TrainerOptions } from './trainer.js';
export type * from './training-state.js';
