export { kolmogorovSmirnov, stabilityIndex } from './distance.js';
export {
  type ChannelDrift,
  type DriftOptions,
  type DriftReport,
  type DriftSide,
  type DriftSource,
  type DriftVerdict,
  reportDrift,
} from './drift-report.js';
export { renderDrift } from './render-drift.js';
export { figureOf, shiftWords } from './words.js';
