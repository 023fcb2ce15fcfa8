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
export { figureOf, renderDrift, shiftWords } from './page.js';
