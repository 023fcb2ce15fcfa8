/** Made-up logs of appliances: what is in them, and that each setting does what it says. */
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, DataError, dayTypeOf } from '@anodec/core';
import { expect, test } from 'vitest';
import { APPLIANCE_ANOMALY_KINDS, applianceAnomalies } from './anomalies.js';
import { encodePower } from './payload.js';
import { simulateAppliances } from './simulate-appliances.js';
import { writeAppliances } from './write-appliances.js';

const small = { days: 40, cleanDays: 20, anomalies: 5, seed: 7 };

/** Power of each row of a device in a log, by the formula of the devices. */
function rowsOf(text: string, device: string): { hour: number; power: number }[] {
  return text
    .split('\n')
    .map((line) => line.split(','))
    .filter(([, id]) => id === device)
    .map(([time, , , payload]) => {
      const [hours, minutes, seconds] = time.split(':').map(Number);
      const power = Math.trunc((2 * Number.parseInt(payload.slice(4, 12), 16)) / 1018.1944);
      return { hour: hours + minutes / 60 + seconds / 3600, power };
    });
}

test('the payload gives back each whole number of power', () => {
  for (let power = 0; power < 300; power++) {
    expect(Math.trunc((2 * Number.parseInt(encodePower(power).slice(4, 12), 16)) / 1018.1944)).toBe(
      power,
    );
  }
});

test('the same settings give the same bytes, another seed others', () => {
  const bytes = (seed: number): string =>
    [...simulateAppliances({ ...small, seed }).logs()].map(({ text }) => text).join('');
  expect(bytes(7)).toBe(bytes(7));
  expect(bytes(8)).not.toBe(bytes(7));
});

test('writes a log for each day, and the beginning of the day after', () => {
  const logs = [...simulateAppliances({ ...small, from: '2020-02-20' }).logs()];
  expect(logs).toHaveLength(41);
  expect(logs[0].file).toBe('log20.02.20.csv');
  expect(logs[9].file).toBe('log20.02.29.csv');
  expect(logs[10].file).toBe('log20.03.01.csv');
  const hours = logs.map(({ text }) => Math.max(...rowsOf(text, '5032AB').map(({ hour }) => hour)));
  expect(Math.min(...hours.slice(0, -1))).toBeGreaterThan(20);
  expect(hours[40]).toBeLessThan(9);
});

test('mixes all devices in the order of time', () => {
  const [{ text }] = simulateAppliances({ ...small, devices: 5 }).logs();
  const times = text
    .trim()
    .split('\n')
    .map((line) => line.slice(0, 8));
  expect(times).toEqual(times.toSorted());
  expect(
    new Set(
      text
        .trim()
        .split('\n')
        .map((line) => line.split(',')[1]),
    ).size,
  ).toBe(5);
});

test('plants each kind in turn on days after the clean ones that are used', () => {
  const { anomalies, unused, devices } = simulateAppliances({ ...small, anomalies: 10 });
  for (const device of devices) {
    const own = anomalies.filter((one) => one.device === device);
    expect(own).toHaveLength(10);
    expect(own.map(({ kind }) => kind).toSorted()).toEqual(
      [...APPLIANCE_ANOMALY_KINDS, ...APPLIANCE_ANOMALY_KINDS].toSorted(),
    );
    expect(own.every(({ date }) => date >= '20.01.26')).toBe(true); // 20 days after the 6th
    expect(own.filter(({ date }) => unused.get(device)?.includes(date))).toEqual([]);
  }
});

test('planting an anomaly changes no other day', () => {
  const without = [...simulateAppliances({ ...small, anomalies: 0 }).logs()];
  const planted = simulateAppliances(small);
  const changed = [...planted.logs()].filter(({ text }, n) => text !== without[n].text);
  const dates = new Set(planted.anomalies.map(({ date }) => `log${date}.csv`));
  expect(changed.map(({ file }) => file)).toEqual([...dates].toSorted());
});

test('an unused day stays at 1 or below, a flat one on from midnight to midnight', () => {
  const made = simulateAppliances({ ...small, anomalies: 20 });
  const logs = new Map([...made.logs()].map(({ file, text }) => [file, text]));
  const powers = (date: string): number[] =>
    rowsOf(logs.get(`log${date}.csv`) ?? '', '5032AB').map(({ power }) => power);
  const unused = made.unused.get('5032AB') ?? [];
  expect(unused.length).toBe(2); // 4 % of 40, rounded
  for (const date of unused) expect(Math.max(...powers(date))).toBeLessThanOrEqual(1);
  const flat = made.anomalies.find(({ device, kind }) => device === '5032AB' && kind === 'flat');
  expect(Math.min(...powers(flat?.date ?? ''))).toBeGreaterThan(15);
});

test.each(APPLIANCE_ANOMALY_KINDS)(
  '%s keeps its sessions apart, in order and in the day',
  (kind) => {
    const sessions = [
      { start: 6, end: 8 },
      { start: 18, end: 23 },
    ];
    for (let seed = 0; seed < 50; seed++) {
      const changed = applianceAnomalies[kind](sessions, createRandom(seed));
      const borders = changed.sessions.flatMap(({ start, end }) => [start, end]);
      expect(borders).toEqual(borders.toSorted((a, b) => a - b));
      expect(borders[0]).toBeGreaterThanOrEqual(0);
      expect(borders.at(-1)).toBeLessThanOrEqual(24);
      expect(changed.from).toBeLessThan(changed.to);
      expect(changed.sessions).not.toEqual(sessions);
    }
  },
);

test('types of days that share a habit look alike, others do not', () => {
  const made = simulateAppliances({ days: 120, anomalies: 0, unusedShare: 0, devices: 1 });
  // hours of use between nine in the morning and five in the afternoon
  const daytime: number[][] = [[], []];
  for (const { file, text } of [...made.logs()].slice(0, -1)) {
    const type = dayTypeOf(Date.parse(`20${file.slice(3, 11).replaceAll('.', '-')}`));
    const on = rowsOf(text, '5032AB').filter(
      ({ hour, power }) => hour > 9 && hour < 17 && power > 5,
    );
    daytime[type < 5 ? 0 : 1].push(on.length / 5);
  }
  expect(Math.max(...daytime[0])).toBeLessThan(0.5);
  expect(Math.min(...daytime[1])).toBeGreaterThan(2); // now and then one of two sessions is left out
});

test('writes logs, list and labels, and replaces nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-appliances-'));
  const settings = { ...small, days: 3, cleanDays: 0, anomalies: 2, unusedShare: 0 };
  const { days, simulated } = await writeAppliances(folder, settings);
  expect(days).toBe(4);
  expect(await readdir(join(folder, 'raw'))).toHaveLength(4);
  expect(JSON.parse(await readFile(join(folder, 'deviceList.json'), 'utf8'))).toEqual({
    list: ['5032AB', '5032B9', '503342'],
  });
  const [head, ...labels] = (await readFile(join(folder, 'anomalies.csv'), 'utf8'))
    .trim()
    .split('\n');
  expect(head).toBe('device,date,kind,from_hour,to_hour');
  expect(labels.map((line) => line.split(',').slice(0, 3).join())).toEqual(
    simulated.anomalies.map(({ device, date, kind }) => `${device},${date},${kind}`),
  );
  await writeAppliances(folder, settings); // the same again is no fault
  await expect(writeAppliances(folder, { ...settings, seed: 8 })).rejects.toThrow(DataError);
  await writeAppliances(folder, { ...settings, seed: 8 }, { force: true });
});

test('stops on an abort, and refuses a date that is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-appliances-'));
  const signal = AbortSignal.abort();
  await expect(writeAppliances(folder, small, { signal })).rejects.toThrow(
    'Stopped while writing logs.',
  );
  expect(() => simulateAppliances({ from: '2020-13-01' })).toThrow('date of the calendar');
  expect(() => simulateAppliances({ from: '2020-02-30' })).toThrow('date of the calendar');
});
