/** Damage that would give other rows if it were passed over; most of it was found by fuzzing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawParts, writeParts } from './raw-book.soak.js';
import { openWorkbook } from '@anodec/tables';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-strict-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const CELL = '<c r="A3"><v>2.5</v></c>';
const BOOK = {
  rows: `<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>1</v></c></row><row r="3">${CELL}</row>`,
  strings: '<si><t>a</t></si><si><r><t>b</t></r></si>',
};

type Parts = ReturnType<typeof rawParts>;

async function read(parts: Parts): Promise<void> {
  const path = join(folder, 'book.xlsx');
  await writeParts(path, parts);
  const table = await openWorkbook(path, { headerRow: 1 });
  try {
    for await (const _ of table.chunks());
  } finally {
    await table.close();
  }
}

test('reads the book that the others are made of', async () => {
  await expect(read(rawParts(BOOK))).resolves.toBeUndefined();
});

test.each([
  [
    'a cell within a value',
    '<c r="A3"><v>2.<c r="B3"><v>7</v></c>5</v></c>',
    'the tag <c> in row 3',
  ],
  ['a cell within a cell', '<c r="A3"><c r="B3"><v>7</v></c></c>', 'the tag <c> in row 3'],
  [
    'a number parted by a comment',
    '<c r="A3"><v>2<!-- -->5</v></c>',
    'a number in pieces in row 3',
  ],
  ['a value twice', '<c r="A3"><v>2</v><v>5</v></c>', 'a number in pieces in row 3'],
  ['a lost beginning', '<c r="A3">2.5</v></c>', 'text between the cells'],
  ['a lost end', '<c r="A3"><v>2.5</c>', 'the tag </c> in row 3'],
  ['another end', '<c r="A3"><v>2.5</f></c>', 'the tag </f> in row 3'],
  ['a row that ends in a cell', '<c r="A3"><v>2.5</v></row><row r="4">', 'the tag </row> in row 3'],
  ['another element in a row', `<d r="A3"><v>2.5</v></d>`, 'the tag <d> in row 3'],
  [
    'text beside the text',
    '<c r="A3" t="inlineStr"><is><t>a</t>b</is></c>',
    'text between the cells',
  ],
  ['attributes run together', '<c r="A3"t="b"><v>1</v></c>', 'a tag that is not well formed'],
  ['a stray quote', '<c r="A3" " t="b"><v>1</v></c>', 'a tag that is not well formed'],
  ['an attribute twice', '<c r="A3" r="B3"><v>1</v></c>', 'a tag that is not well formed'],
  ['a character that XML forbids', '<c r="A3" t="str"><v>a\u0012</v></c>', 'got "\\u0012"'],
  ['a year for a date', '<c r="A3" t="d"><v>day 771</v></c>', '"day 771" as a date'],
])('refuses %s', async (_, cell, message) => {
  const reading = read(rawParts({ ...BOOK, rows: BOOK.rows.replace(CELL, cell) }));
  await expect(reading).rejects.toThrow(DataError);
  await expect(reading).rejects.toThrow(message);
});

test.each([
  ['a string whose tag is lost', '<si><t>a</t></si><sx><t>b</t></si>'],
  ['a string that is not closed', '<si><t>a</t><si><r><t>b</t></r></si>'],
  ['text beside the text of a string', '<si><t>a</t></si><si><t>b</t>9</si>'],
  ['a run whose tag is lost', '<si><r><t>a</t></r><r>   </t></r></si>'],
])('refuses shared strings with %s', async (_, strings) => {
  await expect(read(rawParts({ ...BOOK, strings }))).rejects.toThrow(
    /^xl\/sharedStrings.xml of book.xlsx must/,
  );
});

test('refuses a part that is named and not there, or there and not named', async () => {
  const parts = rawParts(BOOK);
  const without = parts.filter(([name]) => name !== 'xl/styles.xml');
  await expect(read(without)).rejects.toThrow('must hold xl/styles.xml and name it');
  const nameless = parts.map(
    ([name, xml]) => [name, xml.replace(/<\w+ Id="rId3"[^>]*>/, '')] as const,
  );
  await expect(read(nameless)).rejects.toThrow('must hold xl/sharedStrings.xml and name it');
});
