/** The backend `simd`. */
export {
  currentSimdBackend,
  jobsInWebAssembly,
  loadSimdBackend,
  SIMD,
  simdStatus,
  type SimdStatus,
  unloadSimdBackend,
} from './load.js';
export { ResourceError } from './resource-error.js';
export type { SimdOptions } from './runtime.js';
export { hasWideVectors } from './wide.js';
