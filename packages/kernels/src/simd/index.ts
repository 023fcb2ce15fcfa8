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
export { ResourceError } from './resource-error.js';
export type { SimdOptions } from './runtime.js';
export { wideProblem } from './wide-check.js';
