/** Families of metrics: what the tables of a report are. */

/** The families in the order of their tables, with the caption of each. */
export const METRIC_FAMILIES = {
  detection: 'Detection of attacks',
  alarms: 'Alarms',
  rows: 'Row by row',
  ranking: 'Ranking of rows by score, whatever the threshold',
  ranges: 'Intervals: alarms compared with attacks as a whole',
  adjusted: 'Point-adjusted: not comparable with anything else',
  rootCause: 'Root cause: whether the attacked channels contribute most',
} as const;

/** The name of a family. */
export type MetricFamily = keyof typeof METRIC_FAMILIES;
