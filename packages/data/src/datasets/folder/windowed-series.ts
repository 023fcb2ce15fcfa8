/** Series of the Numenta Anomaly Benchmark: one channel with dates, anomalies listed as windows. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DataError } from '@anodec/core';
import { readNabSeries, WINDOWS } from '../nab.js';
import { pathOf, type SeriesRule } from './series.js';

export const windowedSeries: SeriesRule = {
  rule:
    'NAME.csv with the columns timestamp and value, listed in combined_windows.json of the Numenta Anomaly ' +
    'Benchmark: its first 15 %, of at most 5,000 rows, are learned from, the rest is tested',
  find(listing, all) {
    const windows = pathOf(WINDOWS, listing, all);
    if (!windows) return [];
    const keys = keysOf(windows.path);
    return listing.files.flatMap((file) => {
      const key = keys.find((name) => basename(name) === file);
      if (key === undefined) return [];
      const name = basename(file, '.csv');
      return [
        {
          name: `${listing.group}/${name}`,
          group: listing.group,
          about: 'NAB: the first 15 % are normal operation',
          async read(options = {}) {
            const places = {
              series: `${listing.path}/${file}`,
              windows: windows.path,
              key,
            };
            const { normal, test, attacks } = await readNabSeries(places, options);
            return {
              normal: [{ source: file, frame: normal }],
              tests: [{ source: file, frame: test, attacks }],
            };
          },
        },
      ];
    });
  },
};

/** Names of the series that are listed. @throws DataError when the file is no JSON */
function keysOf(path: string): string[] {
  try {
    return Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`${path} must list windows by series as JSON, got none (${reason}).`);
  }
}
