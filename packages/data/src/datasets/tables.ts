/** Tables of any plant: the layout that commands expect. */
import type { DataSet } from './data-set.js';

export const tables: DataSet = {
  title: 'Your own tables',
  about: 'Any recordings with a column for each channel and a row for each point in time',
  licence: 'yours',
  source: 'your plant',
  steps: [
    'Bring tables of normal operation and test recordings, as .csv, .csv.gz, .tsv, .xlsx, .parquet, .arrow or .feather.',
    'One row holds the names of the columns; a column of dates holds the time, if there is one; without one, give the `period: 10s` between rows.',
    'Labels, if any, are in a column called label, attack, anomaly or the like, 0/1 or Normal/Attack (others with `labelMap`), in a file of their own (`labels`), or in a list of begins and ends (`attacks`).',
    'All other columns are channels of numbers; row numbers, second label columns and empty columns are excluded and reported; exclude others with `exclude`.',
    'One row per reading (tag, time, value): `pivot: TAG`. Several units in one table: `group: UNIT`.',
    'Run all steps: anodec run with `normal: train.csv` and `attack: test.csv`.',
  ],
  files: [],
  entities: {},
};
