/** The models that readings of sensors are looked at with, row by row. To add one: a line here. */

/** A detector and how its scores are told apart. */
export interface SensorModel {
  /** Name for people. */
  readonly title: string;
  /** Name in the registry of detectors. */
  readonly detector: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Whether it learns from earlier readings, or from the ones that it scores. */
  readonly learnsFrom: 'historic' | 'live';
  /** The score above which a row is anomalous; absent: that of the chosen share of the rows learned from. */
  readonly threshold?: number;
}

/** The models by name; the first two are those of the original lab application, with its settings. */
export const sensorModels: Readonly<Record<string, SensorModel>> = {
  'isolation-forest': {
    title: 'Isolation forest',
    detector: 'isolation-forest',
    options: {},
    learnsFrom: 'historic',
  },
  dbscan: {
    title: 'DBSCAN',
    detector: 'dbscan',
    options: { eps: 0.3, minPts: 10 },
    learnsFrom: 'live',
    threshold: 1, // in units of eps
  },
  pca: { title: 'PCA', detector: 'pca', options: {}, learnsFrom: 'historic' },
  norm: { title: 'Norm', detector: 'norm', options: {}, learnsFrom: 'historic' },
};
