/** Roles of columns over all tables of a data set. */
import { parseConfig } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { createSheetTable } from '../convert/sheet-table.js';
import { PrepareConfig } from './config.js';
import { type ColumnDecision, decideColumns } from './decide-columns.js';
import { surveyTable } from './survey.js';

type Cells = Readonly<Record<string, readonly (string | number | null)[]>>;

/** A table of the columns given, the shorter ones repeated over twelve rows. */
function tableOf(source: string, cells: Cells) {
  const names = Object.keys(cells);
  const rows = Array.from({ length: 12 }, (_, r) =>
    names.map((name) => cells[name][r % cells[name].length]),
  );
  return createSheetTable(source, [names, ...rows], 1);
}

async function decide(
  normal: Cells | undefined,
  tested: Cells | undefined,
  settings: Partial<PrepareConfig> = {},
): Promise<ColumnDecision> {
  const config = parseConfig(PrepareConfig, settings);
  const surveyed = [];
  for (const [cells, isNormal] of [
    [normal, true],
    [tested, false],
  ] as const) {
    if (!cells) continue;
    const source = isNormal ? 'n.csv' : 'a.csv';
    const survey = await surveyTable(tableOf(source, cells), config.timeColumn);
    surveyed.push({ survey, normal: isNormal });
  }
  return decideColumns(surveyed, config);
}

const upTo = (first: number, step = 1) => Array.from({ length: 12 }, (_, r) => first + r * step);
const level = [0.3, 0.1, 0.4, 0.1, 0.5, 0.9, 0.2, 0.6, 0.5, 0.35, 0.8, 0.7];
const flags = [0, 0, 0, 1, 1, 0];

describe('labels', () => {
  test.each([
    ['attack'],
    ['ATT_FLAG'],
    ['Attack LABLE (1:No Attack, -1:Attack)'],
    ['outlier'],
    ['isAnomaly'],
    ['label_binary'],
    ['changepoint'],
    ['Fault'],
    ['event'],
    ['class'],
  ])('are a column called %s', async (name) => {
    expect((await decide({ level }, { level, [name]: flags })).label).toBe(name);
  });

  test('are one column, and the others like them are left out', async () => {
    const { label, leftOut } = await decide(
      { level, attack: [0], attack_P1: [0], changepoint: [0] },
      { level, attack: flags, attack_P1: flags, changepoint: flags },
    );
    expect(label).toBe('attack');
    expect([...leftOut]).toEqual([
      ['attack_P1', 'column-label'],
      ['changepoint', 'column-label'],
    ]);
  });

  test('are words of which one is normal, whatever the column is called', async () => {
    const words = ['NORMAL', 'NORMAL', 'BROKEN', 'RECOVERING'];
    const { label, findings } = await decide({ level }, { level, machine_status: words });
    expect(label).toBe('machine_status');
    expect(findings).toEqual([{ kind: 'label-column-found', example: 'machine_status' }]);
  });

  test('are the column whose values a map explains, whatever it is called', async () => {
    const state = ['OK', 'OK', 'FAULT', 'SERVICE'];
    const settings = { labelMap: 'OK=normal,FAULT=attack,SERVICE=unknown' };
    const { label, findings } = await decide({ level, state: ['OK'] }, { level, state }, settings);
    expect(label).toBe('state');
    expect(findings).toEqual([{ kind: 'label-column-found', example: 'state' }]);
    const numbers = await decide(
      { level, valve: flags, mode: [10] },
      { level, valve: flags, mode: [10, 20, 20] },
      { labelMap: '10=normal,20=attack' },
    );
    expect(numbers.label).toBe('mode');
  });

  test('must be named where a map explains no column, or several', async () => {
    const labelMap = 'OK=normal,FAULT=attack';
    const tables = [{ level }, { level, state: ['OK', 'BROKEN'] }] as const;
    await expect(decide(...tables, { labelMap })).rejects.toThrow(
      '`labelMap: OK=normal,FAULT=attack` must give a meaning to all values of one column, normal to some and attack ' +
        'to others, but there is no such column among level, state. Name the column of the labels in `labelColumn`.',
    );
    const words = ['OK', 'FAULT'];
    await expect(
      decide({ level }, { level, pump: words, line: words }, { labelMap }),
    ).rejects.toThrow(
      '`labelColumn` must name the column of the labels, got several candidates: pump, line.',
    );
    // tables of normal operation alone need none
    expect((await decide({ level }, undefined, { labelMap })).label).toBeUndefined();
  });

  test('are no sensors that are called alike but hold readings', async () => {
    const { label, leftOut } = await decide({ fault_current: level }, { fault_current: level });
    expect(label).toBeUndefined();
    expect(leftOut.size).toBe(0);
  });

  test('of two columns that could be are named by the settings', async () => {
    const tables = [
      { level, fault: [0], event: [0] },
      { level, fault: flags, event: flags },
    ] as const;
    await expect(decide(...tables)).rejects.toThrow(
      '`labelColumn` must name the column of the labels, got several candidates: fault, event.',
    );
    const { label, leftOut } = await decide(...tables, { labelColumn: 'fault' });
    expect([label, [...leftOut.keys()]]).toEqual(['fault', ['event']]);
  });

  test('may be flags that never change in normal operation, but not those that do', async () => {
    const { leftOut } = await decide(
      { level, is_bad: [0], is_open: flags },
      { level, is_bad: flags, is_open: flags },
    );
    expect([...leftOut]).toEqual([['is_bad', 'column-label']]);
  });

  test('stay channels where the settings include them', async () => {
    const { leftOut } = await decide(
      { level, label: [0], event: [0] },
      { level, label: flags, event: flags },
      { include: ['event'] },
    );
    expect(leftOut.size).toBe(0);
  });
});

describe('counters', () => {
  test('are columns that count by one, from 0 or 1 or by their name', async () => {
    const { leftOut } = await decide(
      { level, 'Unnamed: 0': upTo(0), Row: upTo(500), x: upTo(1), energy: upTo(123456789) },
      { level, 'Unnamed: 0': upTo(12), Row: upTo(512), x: upTo(1), energy: upTo(123456801) },
    );
    expect([...leftOut]).toEqual([
      ['Unnamed: 0', 'column-counter'],
      ['Row', 'column-counter'],
      ['x', 'column-counter'],
    ]);
  });

  test('without such a name that begin elsewhere are warned about', async () => {
    const { leftOut, findings } = await decide({ level, energy: upTo(123456789) }, undefined);
    expect(leftOut.size).toBe(0);
    expect(findings).toEqual([{ kind: 'counter-suspected', example: 'energy' }]);
  });

  test('in step with the clock are those of constant steps, gaps apart', async () => {
    const elapsed = upTo(0, 0.1).map((t, r) => (r > 10 ? t + 60 : t));
    const { leftOut } = await decide({ time: ['a'], level, elapsed }, undefined, {
      timeColumn: 'time',
    });
    expect([...leftOut]).toEqual([['elapsed', 'column-counter']]);
  });

  test('stay where the settings keep them, and sensors that rise unevenly always', async () => {
    const total = [1, 2, 3, 5, 6, 8, 9, 10, 13, 14, 15, 17];
    expect((await decide({ level, total, id: upTo(0) }, undefined)).leftOut.size).toBe(1);
    const kept = await decide({ level, id: upTo(0) }, undefined, { keepCounters: true });
    expect(kept.leftOut.size).toBe(0);
  });

  test('are no valves that step through their states', async () => {
    expect((await decide({ level, valve: [0, 1, 2, 3] }, undefined)).leftOut.size).toBe(0);
    expect((await decide({ level, cycle: [0, 1, 2, 3] }, undefined)).leftOut.size).toBe(1);
  });

  test('must count in every table', async () => {
    expect((await decide({ level, x: upTo(0) }, { level, x: level })).leftOut.size).toBe(0);
  });
});

describe('times', () => {
  const epoch = upTo(1_577_836_800, 60).map((t, r) => t + (r % 3)); // 2020, not quite regular
  test('are the only column of numbers since 1970 in tables without another', async () => {
    expect((await decide({ ts: epoch, level }, { ts: epoch, level })).time).toBe('ts');
  });

  test('beside a column of times are left out', async () => {
    const { time, leftOut } = await decide(
      { time: epoch, ts: epoch, level, day: ['2020-01-01'] },
      undefined,
    );
    expect(time).toBeUndefined();
    expect([...leftOut]).toEqual([
      ['ts', 'column-clock'],
      ['day', 'column-clock'],
    ]);
  });

  test('that could be two columns are named by the settings', async () => {
    await expect(decide({ ts: epoch, unix: epoch, level }, undefined)).rejects.toThrow(
      '`timeColumn` must name the column of the times, got several candidates: ts, unix.',
    );
  });
});

describe('units', () => {
  const unit = [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2];
  const cycle = [1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5];
  test('are a column that changes where a counter starts again', async () => {
    const { leftOut, findings } = await decide({ c1: unit, c2: cycle, level }, undefined);
    expect([...leftOut]).toEqual([
      ['c1', 'column-unit'],
      ['c2', 'column-counter'],
    ]);
    expect(findings).toEqual([
      {
        kind: 'units-suspected',
        example:
          'c2 counts up and starts again in row 9 of n.csv: make a recording of each with `group: c1`',
        source: 'n.csv',
      },
    ]);
  });

  test('are no finding where the table is grouped by them', async () => {
    const { leftOut, findings } = await decide({ unit, cycle, level }, undefined, {
      group: 'unit',
    });
    expect([[...leftOut.keys()], findings]).toEqual([['cycle'], []]);
  });

  test('are words in a column of such a name', async () => {
    const { leftOut } = await decide({ asset_id: ['T1'], level }, { asset_id: ['T2'], level });
    expect([...leftOut]).toEqual([['asset_id', 'column-unit']]);
  });

  test('are no states of a machine', async () => {
    const { leftOut } = await decide({ run: [0, 1, 1, 0], level }, undefined);
    expect(leftOut.size).toBe(0);
  });
});

test('columns without a reading in normal recordings are left out', async () => {
  const { leftOut } = await decide({ level, dead: [null] }, { level, dead: level });
  expect([...leftOut]).toEqual([['dead', 'column-empty']]);
});
