/** Tables of any plant: what a folder must look like for the commands to take it. */
import type { DataSet } from './data-set.js';

export const tables: DataSet = {
  title: 'Your own tables',
  about: 'Any recordings with a column for each channel and a row for each moment',
  licence: 'yours',
  source: 'your plant',
  steps: [
    'Bring tables of normal operation and test recordings, as .csv, .csv.gz, .tsv, .xlsx, .parquet, .arrow or .feather.',
    'One row holds the names of the columns; a column of dates holds the time, if there is one; without, give --period 10s.',
    'Labels, if any, are in a column called label, attack, anomaly or the like, 0/1 or Normal/Attack (others with --label-map), in a file of their own (--labels), or in a list of begins and ends (--attacks).',
    'All other columns are channels of numbers; row numbers, second label columns and empty columns are left out and named; leave out others with --exclude.',
    'One row per reading (tag, time, value): --pivot TAG. Several units in one table: --group UNIT.',
    'Run: anodec run --normal train.csv --attack test.csv',
  ],
  files: [],
  entities: {},
};
