/** Devices from folders and tables, and the faults of either. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listDevices } from './list-devices.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-devices-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text = ''): void => writeFileSync(join(folder, name), text);

test('each table of a folder is a device, each folder one with several recordings', async () => {
  write('pump-2.csv');
  write('pump-1.parquet');
  write('pump.3.csv.gz');
  write('notes.md');
  write('.hidden.csv');
  mkdirSync(join(folder, 'fan'));
  write('fan/b.csv');
  write('fan/a.csv');
  mkdirSync(join(folder, 'empty'));
  expect(await listDevices(folder)).toEqual([
    { id: 'fan', files: [join(folder, 'fan/a.csv'), join(folder, 'fan/b.csv')] },
    { id: 'pump-1', files: [join(folder, 'pump-1.parquet')] },
    { id: 'pump-2', files: [join(folder, 'pump-2.csv')] },
    { id: 'pump.3', files: [join(folder, 'pump.3.csv.gz')] },
  ]);
});

test('a table names devices by words or numbers, and their files from its own folder', async () => {
  write('devices.csv', 'place,ID,path\nx,7,a/one.csv\ny,7,/b/two.csv\nz,12,three.csv\n');
  expect(await listDevices(join(folder, 'devices.csv'))).toEqual([
    { id: '12', files: [join(folder, 'three.csv')] },
    { id: '7', files: [join(folder, 'a/one.csv'), '/b/two.csv'] },
  ]);
});

test('refuses names that are no file names, two devices of one name, none, and other columns', async () => {
  await expect(listDevices(folder)).rejects.toThrow('must hold at least one device, got none');
  write('devices.csv', 'id,path\nok,a.csv\n../x,b.csv\n');
  const table = join(folder, 'devices.csv');
  await expect(listDevices(table)).rejects.toThrow(
    `Row 3 of ${table} must name a device by letters, digits, "_", "-" and ".", got "../x"`,
  );
  write('devices.csv', 'name,file\na,b\n');
  await expect(listDevices(table)).rejects.toThrow(
    'devices.csv must have the columns id and path, got name, file',
  );
  rmSync(table);
  write('a.csv');
  write('a.parquet');
  await expect(listDevices(folder)).rejects.toThrow('got a for a.csv and a.parquet');
  await expect(listDevices(join(folder, 'nothing'))).rejects.toThrow('nothing');
});

test('refuses a row without an identifier, a number as well, and one without a path', async () => {
  const table = join(folder, 'devices.csv');
  write('devices.csv', 'id,path\n7,a.csv\n,b.csv\n');
  await expect(listDevices(table)).rejects.toThrow(`Row 3 of ${table} must name a device`);
  write('devices.csv', 'id,path\npump,a.csv\nfan,\n');
  await expect(listDevices(table)).rejects.toThrow(
    `Row 3 of ${table} must have the path of a table for device fan, got none.`,
  );
});
