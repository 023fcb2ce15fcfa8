/** Tests of what people wrote about alarms: nothing is lost, whoever writes at once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeAlarmNotes, readAlarmNotes } from './alarm-notes.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-notes-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = '2024-01-01T00:00:00.000Z';

test('keeps every note of many writers at once, each with its alarm', async () => {
  expect(await readAlarmNotes(folder)).toEqual({});
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      changeAlarmNotes(folder, `alarm ${i % 2}`, (record) => ({
        ...record,
        notes: [...record.notes, { at, text: String(i) }],
      })),
    ),
  );
  const records = await readAlarmNotes(folder);
  expect(records['alarm 0'].notes.map(({ text }) => text)).toEqual([
    '0',
    '2',
    '4',
    '6',
    '8',
    '10',
    '12',
    '14',
    '16',
    '18',
  ]);
  expect(records['alarm 1'].notes).toHaveLength(10);
});

test('goes on after a change that failed, and takes any text for the name of an alarm', async () => {
  const failed = changeAlarmNotes(folder, 'x', () => {
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  await changeAlarmNotes(folder, '__proto__', (record) => ({ ...record, acknowledged: at }));
  const text = JSON.stringify(await readAlarmNotes(folder));
  expect(text).toContain(`"__proto__":{"acknowledged":"${at}"`);
});

test('says which file is damaged', async () => {
  writeFileSync(join(folder, 'alarm-notes.json'), '{"a":{"notes":3}}');
  await expect(readAlarmNotes(folder)).rejects.toThrow('alarm-notes.json must hold acknowledged');
});
