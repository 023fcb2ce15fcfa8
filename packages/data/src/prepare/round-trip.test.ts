/** Exports of this program, read again: recordings in every format, the list of attacks as a text table. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrame, type TimeSeriesFrame } from '@anodec/core';
import {
  exportTable,
  frameTable,
  openStore,
  openStoredTable,
  openTable,
  updateStore,
  writeAttacks,
} from '@anodec/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRepairLog } from '../repair-log.js';
import { cleanTable } from './clean-table.js';
import { PrepareConfig } from './config.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-again-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const parts = {
  values: Float32Array.of(0.1, 25, NaN, 24.5, 3.3e7, -1e-20),
  channels: ['LIT101', 'µS/cm, "a"'],
  labels: Uint8Array.of(0, 1, 1),
};
const midnight = Date.UTC(2016, 0, 2);
const frames: Readonly<Record<string, TimeSeriesFrame>> = {
  dates: createFrame({
    ...parts,
    timestamps: Float64Array.of(midnight, midnight + 1000.25, midnight + 9000),
    clock: 'utc',
  }),
  // one second apart, as a counter of rows is
  'seconds since the start': createFrame({
    ...parts,
    timestamps: Float64Array.of(0, 1000, 2000),
    clock: 'elapsed',
  }),
  'rows with a gap': createFrame({ ...parts, timestamps: Float64Array.of(4, 5, 9), clock: 'rows' }),
  rows: createFrame({ ...parts, timestamps: Float64Array.of(0, 1, 2), clock: 'rows' }),
};

const endings = ['.csv', '.csv.gz', '.parquet', '.arrow', '.feather', '.h5'];

test.each(Object.keys(frames).flatMap((name) => endings.map((ending) => [name, ending])))(
  'a recording with %s comes back from %s',
  async (name, ending) => {
    const frame = frames[name];
    const path = join(folder, `${name}${ending}`);
    if (ending === '.h5') await updateStore(path, (draft) => draft.writeFrame('df_att', frame));
    else await exportTable(frameTable(frame, 'df_att'), path);
    const config = PrepareConfig.parse({});
    const table = await openTable(ending === '.h5' ? `${path}:df_att` : path);
    const again = await cleanTable(table, { rows: 3, config, log: createRepairLog() });
    expect(again).toEqual(frame);
  },
);

test('the list of attacks comes back as a text table, and from its key', async () => {
  const store = join(folder, 'list.h5');
  const attack = {
    name: '1',
    start: midnight,
    end: midnight + 60_000,
    channels: ['MV101', 'LIT101'],
    leavesTrace: true,
  };
  await updateStore(store, (draft) =>
    writeAttacks(draft, { attacks: [attack], withoutImpact: [] }),
  );
  const open = await openStore(store);
  await exportTable(openStoredTable(open, 'attacks').table, join(folder, 'attacks.csv'));
  open.close();
  for (const source of [join(folder, 'attacks.csv'), `${store}:attacks`]) {
    const table = await openTable(source);
    expect(table.columns.map(({ name }) => name)).toEqual([
      'name',
      'start',
      'end',
      'channels',
      'action',
      'leaves_trace',
      'has_impact',
    ]);
    for await (const { rows, texts } of table.chunks()) {
      expect([rows, texts.flat()]).toEqual([1, expect.arrayContaining(['MV101, LIT101'])]);
    }
    await table.close();
  }
});
