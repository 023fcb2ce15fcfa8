export * from './datasets/index.js';
export { ChartChoice, defaultSignals } from './chart-choice.js';
export {
  type FingerprintStream,
  fingerprintFrame,
  type FrameFingerprint,
  startFingerprint,
} from './fingerprint.js';
export { createRepairLog, type RepairLog } from './repair-log.js';
export { cleanTable, type CleanOptions } from './prepare/clean-table.js';
export * from './swat/index.js';
export * from './convert/index.js';
export * from './archives/index.js';
export * from './prepare/index.js';
