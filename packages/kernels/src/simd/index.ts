/** The backend `simd`. */
export {
  currentSimdBackend,
  loadSimdBackend,
  SIMD,
  simdStatus,
  type SimdStatus,
  unloadSimdBackend,
  webAssemblyJobCount,
} from './load.js';
export { nativeProblem } from './native-check.js';
export { ResourceError } from './resource-error.js';
export { type SimdOptions, threadCount } from './runtime.js';
export { type RunJob, type SharedCode, shareJobs } from './shared-jobs.js';
export { wideProblem } from './wide-check.js';
