/** Lists of attacks with start and end. */
import { DataError } from '@anodec/core';
import type { Cell } from '@anodec/tables';
import { describe, expect, test } from 'vitest';
import { createSheetTable } from '../convert/sheet-table.js';
import {
  type AttackIntervalOptions,
  readAttackIntervals,
  readIntervalList,
} from './attack-intervals.js';

const read = (rows: readonly (readonly Cell[])[], options?: AttackIntervalOptions) =>
  readAttackIntervals(createSheetTable('list.csv', rows, 1), options);
const at = (text: string) => Date.parse(`${text}Z`);

describe('a list of attacks', () => {
  test('with dates beside times of day names attacks and the sensors they hit', async () => {
    const attacks = await read([
      ['Id', 'Date', 'Start Time', 'End Time', 'Affected'],
      ['1', '13/10/2017', '19:25:00', '19:50:16', '1_MV_001, 1_LT_001'],
      ['2', '13/10/2017', '23:50:00', '00:10:00', null],
    ]);
    expect(attacks).toEqual([
      {
        name: 'Attack 1',
        start: at('2017-10-13T19:25:00'),
        end: at('2017-10-13T19:50:16'),
        channels: ['1_MV_001', '1_LT_001'],
        leavesTrace: true,
      },
      {
        name: 'Attack 2',
        start: at('2017-10-13T23:50:00'),
        end: at('2017-10-14T00:10:00'),
        channels: [],
        leavesTrace: true,
      },
    ]);
  });

  test('as it was exported keeps what is known of the effect of each attack', async () => {
    const rows = [
      ['name', 'start', 'end', 'channels', 'action', 'leaves_trace', 'has_impact'],
      ['Attack 1', '2016-01-02 03:35:34', '2016-01-02 03:37:13', 'MV101', 'open', 1, 1],
      ['Attack 4', '2016-01-02 05:00:00', '2016-01-02 05:01:00', 'MV504', 'close', 0, 1],
      ['Attack 5', '2016-01-02 06:00:00', '2016-01-02 06:00:00', '', '', 0, 0],
    ];
    const list = await readIntervalList(createSheetTable('attacks.csv', rows, 1));
    expect(list.attacks.map(({ name, leavesTrace }) => [name, leavesTrace])).toEqual([
      ['Attack 1', true],
      ['Attack 4', false],
    ]);
    expect(list.withoutImpact.map(({ name, leavesTrace }) => [name, leavesTrace])).toEqual([
      ['Attack 5', false],
    ]);
  });

  test('is read with the order of day and month that lies within the recording', async () => {
    const rows = [
      ['begin', 'end'],
      ['10/9/2017 10:00:00', '10/9/2017 11:00:00'],
    ];
    const startWithin = async (start: string, end: string) => {
      const [{ start: found }] = await read(rows, { within: { start: at(start), end: at(end) } });
      return found;
    };
    expect(await startWithin('2017-10-01T00:00', '2017-10-20T00:00')).toBe(at('2017-10-09T10:00'));
    expect(await startWithin('2017-09-01T00:00', '2017-09-20T00:00')).toBe(at('2017-09-10T10:00'));
  });

  test('may have date cells, names of its own and a description', async () => {
    const [attack] = await read([
      ['name', 'start', 'end', 'description'],
      ['pump off', new Date(at('2020-01-01T01:00')), new Date(at('2020-01-01T02:00')), 'P1 off'],
    ]);
    expect(attack).toMatchObject({
      name: 'pump off',
      start: at('2020-01-01T01:00'),
      end: at('2020-01-01T02:00'),
      action: 'P1 off',
    });
  });

  test('may have cells of a time alone, which a workbook keeps as dates of 1899', async () => {
    const timeOfDay = (text: string) => new Date(at(`1899-12-31T${text}`));
    const [first, second] = await read([
      ['date', 'start', 'end'],
      [new Date(at('2020-01-01T00:00')), timeOfDay('01:00'), timeOfDay('02:30')],
      [new Date(at('2020-01-01T00:00')), timeOfDay('23:00'), timeOfDay('00:30')],
    ]);
    expect([first.start, first.end]).toEqual([at('2020-01-01T01:00'), at('2020-01-01T02:30')]);
    expect([second.start, second.end]).toEqual([at('2020-01-01T23:00'), at('2020-01-02T00:30')]);
  });

  test('may be in local time', async () => {
    const rows = [
      ['start', 'end'],
      ['2020-01-01 08:00:00', '2020-01-01 09:00:00'],
    ];
    const [attack] = await read(rows, { timeZone: 'Asia/Singapore' });
    expect([attack.start, attack.end]).toEqual([at('2020-01-01T00:00'), at('2020-01-01T01:00')]);
  });

  test('counts rows or seconds where the recordings have no dates', async () => {
    const rows = [
      ['from', 'to'],
      [5, 9],
    ];
    const [rowsOf] = await read(rows, { clock: 'rows' });
    expect([rowsOf.start, rowsOf.end]).toEqual([5, 9]);
    const [seconds] = await read(rows, { clock: 'elapsed' });
    expect([seconds.start, seconds.end]).toEqual([5000, 9000]);
    await expect(
      read(
        [
          ['from', 'to'],
          ['2020-01-01', '2020-01-02'],
        ],
        { clock: 'rows' },
      ),
    ).rejects.toThrow('Begin and end must be row numbers from 0, as the recordings have no dates');
  });

  test('is refused without its columns, with other texts, and where an attack ends too early', async () => {
    await expect(read([['when'], ['2020-01-01']])).rejects.toThrow(
      'A list of attacks must have a column of begins and one of ends, called start and end, got ' +
        'when in list.csv.',
    );
    await expect(
      read([
        ['start', 'end'],
        ['2020-01-01 08:00:00', '2020-01-01 09:00:00'],
        ['soon', 'later'],
      ]),
    ).rejects.toThrow('got "soon" and "later" in list.csv, row 3');
    await expect(
      read([
        ['start', 'end'],
        ['2020-01-02 08:00:00', '2020-01-01 09:00:00'],
      ]),
    ).rejects.toThrow(DataError);
  });
});
