export { findSeries, seriesRules } from './find-series.js';
export type {
  Series,
  SeriesRecordings,
  SeriesSettings,
  SeriesTest,
} from './series.js';
