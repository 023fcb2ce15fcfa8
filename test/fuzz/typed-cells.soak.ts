/**
 * Sheets of cells of every type in every column, right and wrong ones. What has to come of them is
 * worked out here from the rules that `openWorkbook` promises, and from nothing of its code.
 */
import { join } from 'node:path';
import type { Random } from '@anodec/core';
import { columnLetters, openWorkbook } from '@anodec/tables';
import { checkSame, type FuzzFamily, pick, readOrRefuse } from './family.soak.js';
import { rawParts, writeParts } from './raw-book.soak.js';

/** A cell as XML without its place, and what it means. */
interface TypedCell {
  readonly xml: (at: string) => string;
  readonly means?: number | string | boolean | Date;
  readonly is: 'number' | 'text' | 'time' | 'flag' | 'nothing' | 'fault';
}

const SHARED = ['Normal', 'A ttack', ' é 水 ', '12'];
const EPOCH = Date.UTC(1899, 11, 30);

type MakeCell = (random: Random, epoch: number) => TypedCell;

const makers: Readonly<Record<'number' | 'text' | 'time' | 'flag' | 'odd', MakeCell>> = {
  number: (random) => {
    const value = pick(random, [
      random.normal() * 10 ** (random.integer(40) - 20),
      random.integer(1000),
      Math.round(random.uniform() * 1e9) / 1e5,
    ]);
    const formula = random.uniform() < 0.2 ? '<f>A1+1</f>' : '';
    const style = pick(random, ['', ' s="0"', ' t="n"']);
    return {
      xml: (at) => `<c r="${at}"${style}>${formula}<v>${value}</v></c>`,
      means: value,
      is: 'number',
    };
  },
  text: (random) => {
    const shared = random.integer(SHARED.length);
    const text = SHARED[shared];
    const xml = pick(random, [
      (at: string) => `<c r="${at}" t="s"><v>${shared}</v></c>`,
      (at: string) => `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`,
      (at: string) => `<c r="${at}" t="str"><f>B2</f><v>${text}</v></c>`,
    ]);
    return { xml, means: text, is: 'text' };
  },
  time: (random, epoch) => {
    const seconds = 4e9 + random.integer(1e8);
    const serial = seconds / 86_400;
    return {
      xml: (at) => `<c r="${at}" s="1"><v>${serial}</v></c>`,
      means: new Date(epoch + Math.round(serial * 86_400_000)),
      is: 'time',
    };
  },
  flag: (random) => {
    const value = random.uniform() < 0.5;
    return {
      xml: (at) => `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`,
      means: value,
      is: 'flag',
    };
  },
  odd: (random) =>
    pick<TypedCell>(random, [
      { xml: () => '', is: 'nothing' },
      { xml: (at) => `<c r="${at}" s="1"/>`, is: 'nothing' },
      { xml: (at) => `<c r="${at}" t="str"><v></v></c>`, is: 'nothing' },
      { xml: (at) => `<c r="${at}" t="e"><v>#DIV/0!</v></c>`, is: 'fault' },
      { xml: (at) => `<c r="${at}"><f>NOW()</f></c>`, is: 'fault' },
    ]),
};

type Kind = 'number' | 'text' | 'time';

/** Reads a random sheet and compares with what its cells mean. */
export const typedCells: FuzzFamily = async (random, folder) => {
  const epoch1904 = random.uniform() < 0.3;
  const epoch = epoch1904 ? Date.UTC(1904, 0, 1) : EPOCH;
  const wanted = Array.from({ length: 1 + random.integer(5) }, () =>
    pick<Kind>(random, ['number', 'text', 'time']),
  );
  const wrong = pick(random, [0, 0, 0.02, 0.2]);
  const empty = pick(random, [0, 0.1, 0.5]);
  const rows = Array.from({ length: 1 + random.integer(20) }, () =>
    wanted.map((kind) => {
      if (random.uniform() < empty) return EMPTY;
      const any = pick(random, ['number', 'text', 'time', 'flag', 'odd'] as const);
      return makers[random.uniform() < wrong ? any : kind](random, epoch);
    }),
  );
  const path = join(folder, 'typed.xlsx');
  await writeParts(path, rawParts(bookOf(rows, epoch1904)));
  const got = await readOrRefuse(() => openWorkbook(path, { headerRow: 1 }));
  const right = meaningOf(rows);
  if (right === undefined && got !== undefined) {
    throw new Error(
      `A wrong cell was passed over: ${JSON.stringify(bookOf(rows, epoch1904).rows)}`,
    );
  }
  if (right !== undefined && got === undefined) {
    throw new Error(`A right sheet was refused: ${JSON.stringify(bookOf(rows, epoch1904).rows)}`);
  }
  return checkSame(bookOf(rows, epoch1904).rows, got, right);
};

const EMPTY: TypedCell = { xml: () => '', is: 'nothing' };

function bookOf(rows: readonly (readonly TypedCell[])[], epoch1904: boolean) {
  const names = rows[0]
    .map((_, c) => `<c r="${columnLetters(c)}1" t="str"><v>c${c}</v></c>`)
    .join('');
  const lines = rows.map((cells, i) => {
    const line = cells.map((cell, c) => cell.xml(`${columnLetters(c)}${i + 2}`)).join('');
    return `<row r="${i + 2}">${line}</row>`;
  });
  return {
    rows: `<row r="1">${names}</row>${lines.join('')}`,
    strings: SHARED.map((text) => `<si><t xml:space="preserve">${text}</t></si>`).join(''),
    styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>',
    properties: epoch1904 ? '<workbookPr date1904="1"/>' : '',
  };
}

/** The table that the rules make of the cells; undefined where they refuse. */
function meaningOf(rows: readonly (readonly TypedCell[])[]) {
  const told = rows.map((cells, i) => [i + 2, cells] as const);
  const filled = told.filter(([, cells]) => cells.some(({ is }) => is !== 'nothing'));
  if (filled.length === 0) return undefined;
  const kinds = rows[0].map((_, c) => kindOf(filled.map(([, cells]) => cells[c])));
  const out: (number | string | null)[][] = [];
  for (const [row, cells] of filled) {
    const line: (number | string | null)[] = [row];
    for (const [c, cell] of cells.entries()) {
      const value = valueOf(cell, kinds[c]);
      if (value === undefined) return undefined;
      line.push(value);
    }
    out.push(line);
  }
  return { columns: kinds.map((kind, c) => [`c${c}`, kind]), rows: out };
}

/** What most cells are, TRUE and FALSE being numbers; text wins a draw, number where there is none. */
function kindOf(cells: readonly TypedCell[]): Kind {
  const count = (...kinds: readonly TypedCell['is'][]): number =>
    cells.filter(({ is }) => kinds.includes(is)).length;
  const [numbers, texts, times] = [count('number', 'flag'), count('text'), count('time')];
  if (texts > 0 && texts >= numbers && texts >= times) return 'text';
  return times > numbers ? 'time' : 'number';
}

/** The value in a column of a kind; undefined where the cell has to be refused. */
function valueOf({ is, means }: TypedCell, kind: Kind): number | string | null | undefined {
  if (is === 'nothing') return kind === 'text' ? '' : null;
  if (kind === 'text' && is !== 'time' && is !== 'fault') return String(means);
  if (kind === 'number' && (is === 'number' || is === 'flag')) return Number(means) + 0;
  return kind === 'time' && means instanceof Date ? means.getTime() : undefined;
}
