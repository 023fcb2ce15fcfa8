/** Unpacking archives: layout, refusals, interruptions. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, StoppedError } from '@anodec/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZipFileWriter } from '@anodec/files';
import { findArchives, unpackArchives } from './unpack.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-raw-'));
  await mkdir(join(folder, 'raw'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (...path: string[]): string => join(folder, ...path);
const folders = () => ({ raw: at('raw'), interim: at('interim'), references: at('references') });

async function pack(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const path = at('raw', name);
  const file = await open(path, 'w');
  const zip = new ZipFileWriter(file);
  for (const [entry, text] of Object.entries(files)) await zip.addEntry(entry, [Buffer.from(text)]);
  await zip.finish();
  await file.close();
  return path;
}

/** Changes the table of contents of an archive, where the name of an entry stands. */
async function tamper(path: string, entry: string, change: (record: Buffer) => void) {
  const bytes = await readFile(path);
  const name = bytes.lastIndexOf(entry);
  change(bytes.subarray(name - 46)); // a record of the directory has 46 bytes before the name
  await writeFile(path, bytes);
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const VENDOR = 'SWaT.A1 & A2_Dec 2015/';

test('flattens what the vendor packed: recordings to interim, PDFs to references', async () => {
  await pack('SWaT-001.zip', {
    [VENDOR]: '',
    [`${VENDOR}Physical/SWaT_Dataset_Normal_v1.xlsx`]: 'normal',
    [`${VENDOR}List_of_attacks_Final.xlsx`]: 'list',
    [`${VENDOR}List_of_attacks_Final.pdf`]: 'pdf',
    [`__MACOSX/${VENDOR}._List_of_attacks_Final.xlsx`]: 'litter',
  });
  await pack('SWaT-002.zip', {
    [`${VENDOR}Physical/SWaT_Dataset_Attack_v0.xlsx`]: 'attack',
    [`${VENDOR}Network/2015-12-22_034215_69.log.part12_sorted.csv`]: 'capture',
    [`${VENDOR}Network/2015-12-22_034215_69.log.part13_sorted.csv`]: 'captures',
  });
  const [first, second] = await unpackArchives(folders());
  expect(await filesBelow(folder)).toEqual([
    'interim/List_of_attacks_Final.xlsx',
    'interim/Physical/SWaT_Dataset_Attack_v0.xlsx',
    'interim/Physical/SWaT_Dataset_Normal_v1.xlsx',
    'raw/SWaT-001.zip',
    'raw/SWaT-002.zip',
    'references/List_of_attacks_Final.pdf',
  ]);
  expect(await readFile(at('interim/Physical/SWaT_Dataset_Attack_v0.xlsx'), 'utf8')).toBe('attack');
  expect([first.written.length, first.leftOut]).toEqual([3, 1]);
  expect(second.network).toEqual({ files: 2, bytes: 15 });
});

test('keeps the folders of the layout when an archive holds nothing else', async () => {
  await pack('physical.zip', { 'Physical/a.xlsx': '1' });
  await pack('flat.zip', { 'b.xlsx': '2' });
  await unpackArchives(folders());
  expect(await filesBelow(at('interim'))).toEqual(['interim/Physical/a.xlsx', 'interim/b.xlsx']);
});

test('finds again what it unpacked, and replaces what differs only when asked to', async () => {
  await pack('a.zip', { 'x.csv': 'from the archive' });
  await unpackArchives(folders());
  const [again] = await unpackArchives(folders());
  expect([again.written, again.present]).toEqual([[], [at('interim', 'x.csv')]]);
  await writeFile(at('interim', 'x.csv'), 'from elsewhere');
  const unpacking = unpackArchives(folders());
  await expect(unpacking).rejects.toThrow(DataError);
  await expect(unpacking).rejects.toThrow('x.csv must not be replaced by another one from a.zip');
  expect(await readFile(at('interim', 'x.csv'), 'utf8')).toBe('from elsewhere');
  await unpackArchives(folders(), { force: true });
  expect(await readFile(at('interim', 'x.csv'), 'utf8')).toBe('from the archive');
});

describe('writes nothing from', () => {
  test.each([
    '../x.csv',
    '/etc/x.csv',
    'a/../../x.csv',
    'C:/x.csv',
    'a\\..\\..\\x.csv',
    'a//x.csv',
    'a/./x.csv',
    'x.csv\u0000.pdf',
    'x?.csv',
    'folder /x.csv',
  ])('an archive with the name %j', async (name) => {
    await pack('good.zip', { 'good.csv': '1' });
    await pack('hostile.zip', { 'other.csv': '1', [name]: '2' });
    await expect(unpackArchives(folders())).rejects.toThrow(DataError);
    expect(await filesBelow(folder)).toEqual(['raw/good.zip', 'raw/hostile.zip']);
  });

  test('an archive with a symbolic link', async () => {
    const path = await pack('link.zip', { 'link.csv': '/etc/passwd' });
    await tamper(path, 'link.csv', (record) => record.writeUInt32LE(0o120777 * 2 ** 16, 38));
    await expect(unpackArchives(folders())).rejects.toThrow('got the link "link.csv"');
  });

  test('an archive with the same place twice', async () => {
    await pack('twice.zip', { 'a/x.csv': '1', 'a/X.CSV': '2' });
    await expect(unpackArchives(folders())).rejects.toThrow('got a/x.csv and a/X.CSV for the same');
    await rm(at('raw/twice.zip'));
    await pack('within.zip', { 'a/x.csv': '1', 'a/x.csv/y/z.csv': '2', 'b.csv': '3' });
    await expect(unpackArchives(folders())).rejects.toThrow('a/x.csv and a/x.csv/y/z.csv for the');
    await rm(at('raw/within.zip'));
    const path = await pack('same.zip', { 'a.csv': '1', 'b.csv': '2' });
    await tamper(path, 'b.csv', (record) => record.write('a', 46));
    await expect(unpackArchives(folders())).rejects.toThrow('it holds a.csv twice');
  });

  test('two archives with different files for one place', async () => {
    await pack('one.zip', { 'a.csv': '1' });
    await pack('two.zip', { 'folder/a.csv': '2' });
    await expect(unpackArchives(folders())).rejects.toThrow(
      'different ones in one.zip and two.zip',
    );
  });

  test('a bomb', async () => {
    await pack('bomb.zip', { 'bomb.csv': '0'.repeat(8 << 20) });
    await expect(unpackArchives(folders())).rejects.toThrow('at most 200 times its packed size');
    expect(existsSync(at('interim'))).toBe(false);
    const limits = { ratio: 1e9, totalBytes: 1 << 20 };
    await expect(unpackArchives(folders(), { limits })).rejects.toThrow('at most 1048576 bytes');
  });

  test('an archive whose entries lie on top of each other', async () => {
    const path = await pack('overlap.zip', { 'a.csv': 'x'.repeat(500), 'b.csv': 'y' });
    await tamper(path, 'a.csv', (record) => record.writeUInt32LE(100_000, 20));
    await expect(unpackArchives(folders())).rejects.toThrow(
      'hold no more packed bytes than its own',
    );
  });
});

test('leaves no part of a damaged file, nor of one that is larger than it says', async () => {
  const path = await pack('bad.zip', { 'bad.csv': 'a,b\n1,2\n'.repeat(100) });
  await tamper(path, 'bad.csv', (record) => record.writeUInt32LE(12, 16));
  await expect(unpackArchives(folders())).rejects.toThrow(
    'has a wrong checksum. Get an intact copy',
  );
  await pack('bad.zip', { 'bad.csv': 'a,b\n1,2\n'.repeat(100) });
  await tamper(path, 'bad.csv', (record) => record.writeUInt32LE(12, 24));
  await expect(unpackArchives(folders())).rejects.toThrow('has a wrong length');
  expect(await filesBelow(at('interim'))).toEqual([]);
});

test('stops when asked to and leaves no part', async () => {
  await pack('long.zip', { 'a.csv': 'abcdefgh'.repeat(100_000), 'b.csv': '1' });
  const stop = new AbortController();
  const progress = { begin() {}, update: () => stop.abort(), end() {} };
  const limits = { ratio: 1e9, totalBytes: 1e9 };
  const unpacking = unpackArchives(folders(), { signal: stop.signal, progress, limits });
  await expect(unpacking).rejects.toThrow(StoppedError);
  expect(await filesBelow(at('interim'))).toEqual([]);
});

test('says what is missing where nothing lies', async () => {
  await expect(unpackArchives(folders())).rejects.toThrow('must hold the archives to unpack');
  expect(await findArchives(at('nowhere'))).toEqual([]);
  await writeFile(at('raw/x.zip'), 'no archive');
  await expect(unpackArchives(folders())).rejects.toThrow(
    'x.zip must be a zip archive, got something',
  );
});
