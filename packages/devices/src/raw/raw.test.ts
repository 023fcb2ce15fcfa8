/** From raw logs to tables of days: the formula, the slots of the clock, and rows that are wrong. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { encodePower } from '@anodec/simulator';
import { describe, expect, test } from 'vitest';
import { SLOTS } from '../day-table.js';
import { DailyConfig, dailyData, dailyFile, readDailyData, writeDailyData } from './daily-data.js';
import { readDeviceList } from './device-list.js';
import { decodePower } from './power.js';
import { dateOfLog, parseRawLog } from './raw-log.js';
import { selectLogs } from './select-logs.js';
import { slotValues } from './slots.js';

const config = DailyConfig.parse({});
const row = (time: string, device: string, power: number): string =>
  `${time},${device},-70,${encodePower(power)}\n`;

/** A log with a reading of each device at the third minute of each slot. */
function fullLog(devices: readonly string[], power: (slot: number) => number): string {
  return Array.from({ length: SLOTS }, (_, slot) => {
    const minutes = 12 * slot + 3;
    const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:10`;
    return devices.map((device) => row(time, device, power(slot))).join('');
  }).join('');
}

describe('power', () => {
  test('is the whole part of twice the digits over 1018.1944', () => {
    expect(decodePower('010400000FA0FFFF')).toBe(7); // int(8000 / 1018.1944) = int(7.857)
    expect(decodePower('xxxx00000fa0')).toBe(7);
    expect(decodePower('0104000001FD')).toBe(0); // 2 · 509 = 1018, just below one step
    expect(decodePower('0104000001FE')).toBe(1);
    expect(decodePower('0104FFFFFFFF')).toBe(8_436_438);
  });

  test('is not known without eight hexadecimal digits', () => {
    for (const payload of [
      '',
      '0104',
      '01040000FA0',
      '01040000 FA0',
      '0104-0000FA0',
      '0104000G0FA0',
      '010400000FA003E80', // a digit more than the meters write
    ])
      expect(decodePower(payload)).toBeUndefined();
  });
});

describe('slots', () => {
  const at = (hour: number, power: number) => ({ time: hour * 3600, power });

  test('a reading belongs to the twelve minutes in which it was taken, several are averaged', () => {
    const { values, measured } = slotValues([at(0, 2), at(0.1, 4), at(0.2, 9), at(23.99, 5)]);
    expect(values[0]).toBe(3);
    expect(values[1]).toBe(9);
    expect(values[119]).toBe(5);
    expect(measured).toBe(3);
  });

  test('between readings lies a straight line, outside of them their values', () => {
    const { values } = slotValues([at(2.01, 10), at(3.01, 20)]); // slots 10 and 15
    expect([...values.subarray(8, 18)]).toEqual([10, 10, 10, 12, 14, 16, 18, 20, 20, 20]);
    expect([values[0], values[119]]).toEqual([10, 20]);
  });

  test('one reading fills the day, and the order of readings does not matter', () => {
    expect(new Set(slotValues([at(12, 6)]).values)).toEqual(new Set([6]));
    const readings = [at(1, 3), at(7, 8), at(20, 1)];
    expect(slotValues(readings.toReversed())).toEqual(slotValues(readings));
  });
});

describe('a raw log', () => {
  test('has the readings of each device apart, found by the whole id', () => {
    const text =
      row('00:03', '5032AB', 7) + row('00:04:30', '5032ABC', 9) + row('00:15', '5032AB', 8);
    const { date, readings, faults } = parseRawLog('log20.04.01.csv', text);
    expect(date).toBe('20.04.01');
    expect(readings.get('5032AB')).toEqual([
      { time: 180, power: 7 },
      { time: 900, power: 8 },
    ]);
    expect(readings.get('5032ABC')).toEqual([{ time: 270, power: 9 }]);
    expect(faults).toEqual({ unreadable: 0, repeated: 0, backwards: 0, examples: new Map() });
  });

  test('counts rows that cannot be read, are repeated, or go back in time', () => {
    const text = [
      row('08:00:00', 'A', 5),
      row('08:00:00', 'A', 5), // repeated
      row('07:48:00', 'A', 6), // back
      '08:12:00,A,-70,0104ZZZZ0FA0\r\n',
      '25:00:00,A,-70,010400000FA0\n',
      'cut off\n',
      '\n',
      row('08:24:00', 'A', 4),
    ].join('');
    const { readings, faults } = parseRawLog('log20.04.01.csv', text);
    expect(readings.get('A')?.map(({ power }) => power)).toEqual([5, 6, 4]);
    expect(faults).toMatchObject({ unreadable: 3, repeated: 1, backwards: 1 });
    // the first row of each way of being unreadable
    expect([...faults.examples.values()]).toEqual([
      'A payload must have 8 hexadecimal digits after its first 4, got "0104ZZZZ0FA0" (log20.04.01.csv, row 4).',
      'A time must be HH:MM or HH:MM:SS, got "25:00:00" (log20.04.01.csv, row 5).',
      'A row must have 4 fields or more, got 1 (log20.04.01.csv, row 6).',
    ]);
  });

  test.each([
    ['08:12,A,-70,01', 'A payload must have 8 hexadecimal digits after its first 4, got "01"'],
    [
      '08:12,A,-70,010400000FA003E80',
      'A payload must have at most 16 digits, got 17: "010400000FA003E80"',
    ],
    [
      `08:12,A,-70,${'0'.repeat(64)}`,
      `A payload must have at most 16 digits, got 64: "${'0'.repeat(40)}…"`,
    ],
    ['24:00,A,-70,010400000FA0', 'A time must be HH:MM or HH:MM:SS, got "24:00"'],
    ['8h,A,-70,010400000FA0', 'A time must be HH:MM or HH:MM:SS, got "8h"'],
    ['08:12,,-70,010400000FA0', 'A row must have the id of a device, got none'],
    [
      '08:12,../../A,-70,010400000FA0',
      'The id of a device must be a name of at most 100 characters, without slashes and without a dot in front, got "../../A"',
    ],
    ['08:12,A,010400000FA0', 'A row must have 4 fields or more, got 3'],
  ])('refuses %s where bad rows are to be refused', (line, sentence) => {
    const parse = () =>
      parseRawLog('log20.04.01.csv', `${row('00:00', 'A', 1)}${line}\n`, 'refuse');
    expect(parse).toThrow(DataError);
    expect(parse).toThrow(
      `${sentence} (log20.04.01.csv, row 2). Correct the row, or skip such rows with \`badRows skip\`.`,
    );
  });

  test('must have a date in its name', () => {
    expect(() => parseRawLog('log2020-04-01.csv', '')).toThrow('must be named log<YY.MM.DD>.csv');
  });
});

describe('daily data', () => {
  const folderOf = async (logs: Record<string, string>): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'anodec-raw-'));
    for (const [name, text] of Object.entries(logs)) await writeFile(join(folder, name), text);
    return folder;
  };
  const ramp = fullLog(['A', 'B'], (slot) => slot);

  test('reads all logs but the newest to learn from, and the newest of them to detect', async () => {
    const names = ['log19.12.31.csv', 'log20.01.01.csv', 'log20.01.02.csv', 'log20.01.03.csv'];
    const folder = await folderOf({
      ...Object.fromEntries(names.map((name) => [name, ramp])),
      'notes.csv': '',
    });
    const read = async (...given: ['train' | 'detect', number]) =>
      (await selectLogs(folder, ...given)).names;
    expect(await read('train', 1200)).toEqual(names.slice(0, 3));
    expect(await read('train', 2)).toEqual(names.slice(1, 3));
    expect(await read('detect', 1200)).toEqual(names.slice(2, 3));
    const alone = await folderOf({ 'log20.01.03.csv': ramp });
    await expect(selectLogs(alone, 'train', 9)).rejects.toThrow('must hold two logs or more');
  });

  test('names the days without a log, up to the newest, and none before those that are read', async () => {
    const folder = await folderOf(
      Object.fromEntries(
        ['20.02.01', '20.02.27', '20.02.28', '20.03.02', '20.03.04'].map((day) => [
          `log${day}.csv`,
          ramp,
        ]),
      ),
    );
    const missing = async (mode: 'train' | 'detect', limit: number) =>
      (await selectLogs(folder, mode, limit)).missing;
    expect(await missing('train', 3)).toEqual(['20.02.29', '20.03.01', '20.03.03']);
    expect(await missing('train', 1)).toEqual(['20.03.03']);
    expect(await missing('detect', 9)).toEqual(['20.03.03']);
    expect((await readDailyData(folder, 'train', config)).missing).toHaveLength(28);
  });

  test('refuses a log of a day after tomorrow, which would pass for the newest', async () => {
    const folder = await folderOf(
      Object.fromEntries(
        ['20.03.02', '20.03.04', '99.01.01', '99.01.02'].map((day) => [`log${day}.csv`, ramp]),
      ),
    );
    const at = (time: string) => selectLogs(folder, 'train', 9, Date.parse(time));
    await expect(at('2020-03-04T10:00Z')).rejects.toThrow(
      'A log must be of no day after tomorrow, 20.03.05 by the clock of this machine, got log99.01.01.csv and 1 later log:',
    );
    expect((await at('2099-01-01T23:59Z')).names).toHaveLength(3); // where the meter is, it is tomorrow
    await expect(at('2098-12-31T23:59Z')).rejects.toThrow('got log99.01.02.csv: it would');
    await expect(readDailyData(folder, 'train', config)).rejects.toThrow('log99.01.01.csv');
  });

  test('refuses devices that no log knows, and names those that there are', async () => {
    const folder = await folderOf({
      'log20.01.01.csv': ramp,
      'log20.01.02.csv': fullLog(['C'], () => 1),
      'log20.01.03.csv': ramp,
    });
    const named = { ...config, devices: ['B', 'NOPE'] };
    await expect(readDailyData(folder, 'train', named)).rejects.toThrow(
      '`devices` must be in the logs, got NOPE, of which none of 2 logs has a row. There are A, B, C.',
    );
    // yesterday a known one may have been off
    const { devices } = await readDailyData(folder, 'detect', named);
    expect(devices.map(({ absent }) => absent)).toEqual([1, 1]);
  });

  test('writes date and 120 values for each device of the newest log that is read', async () => {
    const folder = await folderOf({
      'log20.01.01.csv': fullLog(['A', 'gone'], (slot) => slot / 2),
      'log20.01.02.csv': ramp,
      'log20.01.03.csv': fullLog(['A', 'new'], () => 1),
    });
    const data = await readDailyData(folder, 'train', config);
    expect(data.devices.map(({ table }) => table.device)).toEqual(['A', 'B']);
    expect(data.others).toEqual(['gone']);
    expect(data.devices.map(({ absent }) => absent)).toEqual([0, 1]);
    const [path] = await writeDailyData(folder, 'train', data);
    expect(path).toBe(dailyFile(folder, 'train', 'A'));
    const lines = (await readFile(path ?? '', 'utf8')).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0].slice(0, 20)).toBe('20.01.01,0,0,1,1,2,2');
    expect(lines[1]).toBe(`20.01.02,${Array.from({ length: SLOTS }, (_, slot) => slot).join(',')}`);
  });

  test('leaves out days with too few readings, and says which', async () => {
    const half = ramp.split('\n').slice(0, 80).join('\n'); // 40 slots of two devices
    const logs = [
      parseRawLog('log20.01.01.csv', half),
      parseRawLog('log20.01.02.csv', ''),
      parseRawLog('log20.01.03.csv', ramp),
    ];
    const { devices } = dailyData(logs, config);
    expect(devices[0].sparse).toEqual(['20.01.01']);
    expect(devices[0].absent).toBe(1);
    expect(devices[0].table.dates).toEqual(['20.01.03']);
    const loose = dailyData(logs, { ...config, minReadings: 40 }).devices[0];
    expect(loose.table.dates).toEqual(['20.01.01', '20.01.03']);
    expect(loose.filled).toBe(80);
  });

  test('removes the table of yesterday where a device has no day to detect', async () => {
    const folder = await folderOf({ 'log20.01.01.csv': ramp, 'log20.01.02.csv': '' });
    const read = () => readDailyData(folder, 'detect', config);
    const [path = ''] = await writeDailyData(folder, 'detect', await read());
    await readFile(path, 'utf8');
    await writeFile(join(folder, 'log20.01.01.csv'), row('00:00', 'A', 3));
    expect(await writeDailyData(folder, 'detect', await read())).toEqual([undefined]);
    await expect(readFile(path, 'utf8')).rejects.toThrow('ENOENT');
  });

  test('shows a row of each way of being unreadable, not three of the most frequent one', () => {
    const head = 'time,id,signal,payload\n'; // of every log
    const logs = ['log20.01.01.csv', 'log20.01.02.csv', 'log20.01.03.csv'].map((name) =>
      parseRawLog(name, `${head}${name.includes('03') ? row('08:00', '.A', 1) : ''}${ramp}`),
    );
    const { unreadable, examples } = dailyData(logs, config).faults;
    expect(unreadable).toBe(4);
    expect(examples.map((example) => example.slice(0, 24))).toEqual([
      'A time must be HH:MM or ',
      'The id of a device must ',
    ]);
  });

  test('takes an id with a blank or of other letters for what it is', () => {
    const { devices } = dailyData(
      [
        parseRawLog(
          'log20.01.01.csv',
          fullLog(['TV 1', 'テレビ'], () => 1),
        ),
      ],
      config,
    );
    expect(devices.map(({ table }) => table.device)).toEqual(['TV 1', 'テレビ']);
  });

  test('says what is wrong with an empty newest log, and stops on an abort', async () => {
    const folder = await folderOf({ 'log20.01.01.csv': '', 'log20.01.02.csv': ramp });
    await expect(readDailyData(folder, 'train', config)).rejects.toThrow(
      'log20.01.01.csv must have a reading of a device, got none.',
    );
    const signal = AbortSignal.abort();
    await expect(readDailyData(folder, 'train', config, { signal })).rejects.toThrow('Stopped');
  });

  test('reads the list of devices, and nothing else as one', async () => {
    const folder = await folderOf({
      'a.json': '{"list": ["5032AB"]}',
      'b.json': '{"list": [1]}',
      'c.json': '{"list": []}',
    });
    await expect(readDeviceList(join(folder, 'c.json'))).rejects.toThrow(
      'must list at least one device, got none.',
    );
    expect(await readDeviceList(join(folder, 'a.json'))).toEqual(['5032AB']);
    await expect(readDeviceList(join(folder, 'b.json'))).rejects.toThrow(
      'must hold the list of devices',
    );
  });
});

test.each(['log20.13.45.csv', 'log20.02.30.csv', 'log20.00.10.csv'])(
  'refuses %s, which is of no day and would count as the newest',
  (file) => {
    expect(() => dateOfLog(file)).toThrow(`${file} must be named by a day of the calendar`);
  },
);

test('knows the day of a log by its name, and other files as none', () => {
  expect(dateOfLog('log20.02.29.csv')).toBe('20.02.29');
  expect(dateOfLog('notes.csv')).toBeUndefined();
});
