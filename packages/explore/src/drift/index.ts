export { kolmogorovSmirnov, stabilityIndex } from './distance.js';
export {
  type ChannelDrift,
  type DriftOptions,
  type DriftReport,
  type DriftSide,
  type DriftSource,
  type DriftLevel,
  reportDrift,
} from './drift-report.js';
export { renderDrift } from './render-drift.js';
export { formatDecimals, formatShift } from './format-drift.js';
