/** Texts of strangers on their way into files that spreadsheets open. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isUserError, type Random } from '@anodec/core';
import { parse } from 'csv-parse/sync';
import { createWorkbookWriter, exportTable, openWorkbook } from '@anodec/tables';
import { openArchive } from '@anodec/files';
import { checkSame, type Ending, type FuzzFamily, pick, readOrRefuse } from './family.soak.js';

const STARTS = [
  '=',
  '+',
  '-',
  '@',
  '＝',
  '＋',
  '"',
  "'",
  ',',
  'x',
  '\t=',
  ' =',
  '\r=',
  '\n@',
  '',
  '-5',
  '+1e3',
  ' -',
  '\u00a0=',
];
const BODIES = ['1+1', 'LINK("http://a")', "cmd|' /C calc'!A0", 'é 水', '<f>1</f>', '', '&lt;'];

/** What a spreadsheet may run: a cell that begins as a formula and is no number. */
const FORMULA = /^[\s\u00a0]*[=+\-@＝＋－＠]|^[\t\r\n]/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function randomTexts(random: Random): string[] {
  return Array.from(
    { length: 1 + random.integer(8) },
    () => pick(random, STARTS) + pick(random, BODIES),
  );
}

/** Written as CSV no text is a formula, and each comes back but for an apostrophe in front. */
export const exportedCsv: FuzzFamily = async (random, folder): Promise<Ending> => {
  const path = join(folder, 'export.csv');
  const texts = randomTexts(random);
  const [name] = randomTexts(random);
  const chunk = { firstRow: 1, rows: texts.length, numbers: new Float64Array(0), texts: [texts] };
  const table = {
    source: 'texts',
    columns: [{ name, kind: 'text' } as const],
    async *chunks() {
      yield chunk;
    },
    close: () => Promise.resolve(),
  };
  await exportTable(table, path);
  const read = parse(await readFile(path), { skip_empty_lines: false });
  const fields = read.map(([field]) => field);
  const run = fields.filter((field) => FORMULA.test(field) && !NUMBER.test(field));
  const back = fields.map((field) => field.replace(/^'(?=[\s\u00a0]*[=+\-@＝＋－＠\t\r\n])/, ''));
  const right = [name, ...texts].map((text) => text.replace(/^'(?=[=+\-@])/, ''));
  if (run.length === 0 && JSON.stringify(back) === JSON.stringify(right)) return 'right';
  throw new Error(
    `Exported as CSV, ${JSON.stringify([name, ...texts])} is ${JSON.stringify(fields)}`,
  );
};

/** Written as a workbook no text is a formula, and each comes back as it is. */
export const exportedBook: FuzzFamily = async (random, folder): Promise<Ending> => {
  const path = join(folder, 'export.xlsx');
  const texts = randomTexts(random).filter((text) => text !== '');
  if (texts.length === 0) return 'refused';
  try {
    const writer = await createWorkbookWriter(path);
    await writer.write([['name'], ...texts.map((text) => [text])]);
    await writer.close();
  } catch (error) {
    if (isUserError(error)) return 'refused';
    throw error;
  }
  const archive = await openArchive(path);
  const sheet = await archive.text('xl/worksheets/sheet1.xml');
  archive.close();
  if (/<f[\s>/]/.test(sheet)) throw new Error(`A text became a formula: ${sheet}`);
  const right = {
    columns: [['name', 'text']],
    rows: texts.map((text, i) => [i + 2, text]),
  };
  return checkSame(
    JSON.stringify(texts),
    await readOrRefuse(() => openWorkbook(path, { headerRow: 1 })),
    right,
  );
};
