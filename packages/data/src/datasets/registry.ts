/** The data sets that are known. To add one: one file beside this one, one line here. */
import { lookup } from '@anodec/core';
import type { DataSet } from './data-set.js';
import { nab } from './nab.js';
import { serverLogs } from './server-logs.js';
import { swat } from './swat.js';
import { tables } from './tables.js';
import { tennesseeEastman } from './tennessee-eastman.js';

export const dataSets: Readonly<Record<string, DataSet>> = {
  swat,
  asd: serverLogs,
  nab,
  tep: tennesseeEastman,
  tables,
};

/** @throws ConfigError when there is no data set of this name */
export function dataSetNamed(name: string): DataSet {
  return lookup('data set', dataSets, name);
}
