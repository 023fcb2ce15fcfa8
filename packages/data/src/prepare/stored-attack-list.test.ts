/** Attack lists in stores. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@anodec/tables';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { convertTables } from '../convert/index.js';
import { createRepairLog } from '../repair-log.js';
import { PrepareConfig } from './config.js';
import { readStoredAttackList } from './stored-attack-list.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-list-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the SWaT list of attacks may be a text table, with its legend below', async () => {
  const path = join(folder, 'list.csv');
  writeFileSync(
    path,
    'Attack #,Start Time,End Time,Attack Point,Start State,Attack\n' +
      '1,28/12/2015 10:29:14,10:44:53,MV-101,closed,open MV-101\n' +
      '2,28/12/2015 23:51:08,00:10:00,"P-102; LIT-101",,\n' +
      '5,28/12/2015 11:00:00,,,,No Physical Impact Attack\n' +
      '\nLegend: SSSP,,,,,\n',
  );
  const store = join(folder, 'interim.h5');
  await convertTables({ store, tables: [{ key: 'df_labels', path, as: 'sheet' }] });
  const open = await openStore(store);
  const log = createRepairLog();
  const list = await readStoredAttackList(open, 'df_labels', PrepareConfig.parse({}), log);
  open.close();
  const at = (text: string) => Date.parse(`${text}Z`);
  expect(
    list.attacks.map(({ name, start, end, channels }) => [name, start, end, channels]),
  ).toEqual([
    ['Attack 1', at('2015-12-28T10:29:14'), at('2015-12-28T10:44:53'), ['MV101']],
    ['Attack 2', at('2015-12-28T23:51:08'), at('2015-12-29T00:10:00'), ['P102', 'LIT101']],
  ]);
  expect(list.withoutImpact.map(({ name }) => name)).toEqual(['Attack 5']);
  expect(log.repairs().map(({ kind, example }) => [kind, example])).toEqual([
    ['end-next-day', 'Attack 2 in list.csv, row 3'],
    ['attack-without-end', 'Attack 5 in list.csv, row 4'],
    ['legend-row', 'list.csv, row 6'],
  ]);
});
