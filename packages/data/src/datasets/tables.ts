/** Tables of any plant: what a folder must look like for the commands to take it. */
import type { DataSet } from './data-set.js';

export const tables: DataSet = {
  title: 'Your own tables',
  about: 'Any recordings with a column for each channel and a row for each moment',
  licence: 'yours',
  source: 'your plant',
  steps: [
    'Bring a table of normal operation, and one to be judged, as .csv, .csv.gz, .tsv, .xlsx, .parquet, .arrow or .feather.',
    'One row holds the names of the columns; a column called timestamp, datetime, time or date holds the time, if there is one; without, give --period 10s.',
    'Labels, if any, are in a column called label, attack, anomaly or Normal/Attack: 0/1 or Normal/Attack.',
    'All other columns are channels of numbers; leave out what is none with --exclude.',
    'Run: anodec run --normal train.csv --attack test.csv',
  ],
  files: [],
  entities: {},
};
