/**
 * Pairs of tables, as ASD and SMD are laid out: NAME_train and NAME_test, the latter with a label
 * column, and NAME_interpretation.txt with the causes where there is one.
 */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { DataError, type TimeSeriesFrame } from '@anodec/core';
import { readCauses } from '../causes.js';
import { readRecording } from '../read-recording.js';
import type { Series, SeriesRule, SeriesSettings, TableReading } from './series.js';

const TABLE = /^(.+)_(train|test)\.csv(\.gz)?$/;

/** Data sets that are known by the names of their series, whose tables hold no times. */
const PERIODS: readonly {
  readonly title: string;
  readonly name: RegExp;
  readonly period: string;
}[] = [
  { title: 'ASD', name: /^omi-\d+$/, period: '300s' },
  { title: 'SMD', name: /^machine-\d+-\d+$/, period: '60s' },
];

export const pairedTables: SeriesRule = {
  rule:
    'NAME_train.csv and NAME_test.csv, also .csv.gz: normal rows, and rows with a label column; ' +
    'NAME_interpretation.txt beside them, if any, has lines such as 486-498:1,4 (rows from 0, columns from 1)',
  find({ path, group, files }, _, { period, tables: reading }) {
    const tables = files.flatMap((file) => {
      const [, name, role] = TABLE.exec(file) ?? [];
      return name === undefined ? [] : [{ name, role, path: `${path}/${file}` }];
    });
    return [...new Set(tables.map(({ name }) => name))].map((name) => {
      const known = PERIODS.find((entry) => entry.name.test(name));
      const rows = { ...reading, period: period ?? known?.period };
      const [train, test] = ['train', 'test'].map(
        (role) => tables.find((table) => table.name === name && table.role === role)?.path,
      );
      return pairOf({ name, group, path, train, test }, rows, known?.title ?? 'pair of tables');
    });
  },
};

/** Where the files of a pair are. */
interface Pair {
  readonly name: string;
  readonly group: string;
  readonly path: string;
  readonly train?: string;
  readonly test?: string;
}

/** How the tables of a pair are read. */
type PairReading = TableReading & Pick<SeriesSettings, 'period'>;

function pairOf(pair: Pair, reading: PairReading, title: string): Series {
  const { name, group, path } = pair;
  const { period, missingWords, wordValues, ...columns } = reading;
  const causes = `${path}/${name}_interpretation.txt`;
  const rows = period === undefined ? 'rows without times are numbered' : `a row every ${period}`;
  const known = existsSync(causes) ? ', with causes' : '';
  return {
    name: `${group}/${name}`,
    group,
    about: `${title}: ${rows}${known}`,
    async read({ part, ...options } = {}) {
      const settings = { ...columns, ...(period !== undefined && { period }) };
      const words = { ...options, missingWords, wordValues };
      const normalTable = fileOf(pair, 'train');
      const testTable = part === 'normal' ? undefined : fileOf(pair, 'test');
      const frame = await readRecording(normalTable, settings, words);
      const normal = [{ source: basename(normalTable), frame }];
      if (testTable === undefined) return { normal, tests: [] };
      const tested = await readRecording(testTable, settings, words);
      checkLabels(tested, testTable);
      const attacks = existsSync(causes) ? await readCauses(causes, tested) : undefined;
      const test = { source: basename(testTable), frame: tested, ...(attacks && { attacks }) };
      return { normal, tests: [test] };
    },
  };
}

/** @throws DataError when the pair lacks the file */
function fileOf(pair: Pair, role: 'train' | 'test'): string {
  const file = pair[role];
  if (file !== undefined) return file;
  const other = pair[role === 'train' ? 'test' : 'train'];
  throw new DataError(
    `${pair.path}/${pair.name}_${role}.csv or .csv.gz must be beside ${basename(other ?? pair.name)}, got no such file.`,
  );
}

function checkLabels({ labels, channels }: TimeSeriesFrame, path: string): void {
  if (labels !== undefined) return;
  throw new DataError(
    `${path} must have a column of labels, such as label with 0 and 1, got the columns ` +
      `${channels.slice(0, 8).join(', ')}${channels.length > 8 ? ' …' : ''}.`,
  );
}
