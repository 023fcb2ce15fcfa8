/** The public names of the package. */
export {
  createWindowBatches,
  hasMissing,
  scoringBatches,
  type WindowBatch,
  type WindowBatches,
  withStandIns,
} from './autoencoder/batches.js';
export type { WindowPlace } from './autoencoder/describe-windows.js';
export { type FoldedWindows, foldWindows } from './autoencoder/fold-windows.js';
export { parameterShapes } from './autoencoder/shapes.js';
export * from './compute.js';
export * from './config.js';
export { autoencoder, type TrainingContext } from './detectors/autoencoder.js';
export { multiWindow } from './detectors/multi-window.js';
export { untrained } from './detectors/untrained.js';
export * from './finders/index.js';
export * from './parameter-set.js';
export * from './presets.js';
export * from './safetensors.js';
export * from './state.js';
export * from './step-time.js';
export { fromTorchWeights, type TorchImport } from './torch/from-torch.js';
export { decodeTorchCheckpoint, type TorchCheckpoint } from './torch/torch-checkpoint.js';
export { toTorchWeights } from './torch/to-torch.js';
export * from './summary.js';
export * from './training/index.js';
