/** Tests of the table of messages. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMessages, writeMessages } from './message-file.js';
import { smallMessages } from './testing/small-messages.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-messages-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const readText = (text: string) => {
  const path = join(folder, 'own.csv');
  writeFileSync(path, text);
  return readMessages(path);
};

test('reads what it wrote', async () => {
  const messages = { ...smallMessages(30), odd: new Uint8Array(30).map((_, n) => n % 2) };
  const path = join(folder, 'messages.csv');
  await writeMessages(path, messages);
  expect(await readMessages(path)).toEqual(messages);
});

test('reads a table of class, length and width alone', async () => {
  const { kinds, lengths, odd } = await readText(
    'length,class,width\n4000,car,1700.5\n900,human,1000\n',
  );
  expect([[...kinds], [...lengths], [...odd]]).toEqual([
    [0, 1],
    [4000, 900],
    [0, 0],
  ]);
});

test('names the row of what it cannot use', async () => {
  await expect(readText('class,length,width\ncar,1,2\ntruck,1,2\n')).rejects.toThrow(
    'The class must be one of car, human, moto, got "truck" (own.csv, row 3).',
  );
  await expect(readText('class,length,width\ncar,,2\n')).rejects.toThrow(
    'A size must be a number of millimetres, got "" (own.csv, row 2, length).',
  );
  await expect(readText('class,length,width,odd\ncar,1,2,maybe\n')).rejects.toThrow(
    'A mark must be 0 or 1, got "maybe" (own.csv, row 2, odd).',
  );
  await expect(readText('class,size\ncar,1\n')).rejects.toThrow('Add length and width.');
});

test('says what to do about a decimal comma, and that an empty file has no columns', async () => {
  await expect(readText('class;length;width\ncar;4000,5;2\n')).rejects.toThrow(
    'got "4000,5" (own.csv, row 2, length). Write a decimal point.',
  );
  await expect(readText('')).rejects.toThrow('got none. Add class and length and width.');
});
