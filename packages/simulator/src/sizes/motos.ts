/**
 * Made-up motorcycles in the form of two tables: one in English with incomplete rows, one in Italian with two lengths that
 * have a digit too many. Both write blanks between thousands.
 *
 * Kinds and their sizes are rounded figures of common knowledge; no row is of a real motorcycle.
 */
import { createRandom, type Random } from '@anodec/core';
import { countAround, type MadeTable, pickByShare, withBlanks } from './text-table.js';

/** Share of the models, mean and deviation of length and width in millimetres. */
const KINDS = [
  { share: 0.2, name: 'Scooter', length: 1870, spread: 90, width: 710, widthSpread: 35 },
  { share: 0.24, name: 'Naked', length: 2090, spread: 55, width: 790, widthSpread: 40 },
  { share: 0.16, name: 'Sport', length: 2060, spread: 45, width: 720, widthSpread: 30 },
  { share: 0.14, name: 'Touring', length: 2220, spread: 80, width: 900, widthSpread: 65 },
  { share: 0.14, name: 'Cruiser', length: 2370, spread: 110, width: 900, widthSpread: 70 },
  { share: 0.12, name: 'Enduro', length: 2180, spread: 60, width: 820, widthSpread: 25 },
] as const;

/** Years in which a size is sold. */
const ROWS_OF_SIZE = 1.5;

/** Both tables: the first has three fifths of the motorcycles. */
export function makeMotos(count: number, seed: number): { english: MadeTable; italian: MadeTable } {
  const random = createRandom(seed).stream('motos');
  const first = Math.max(1, Math.floor(0.6 * count));
  const english: string[][] = [];
  for (const [i, { name, length, width, year }] of makeSizes(first, random).entries()) {
    const sizes = [withBlanks(length), withBlanks(width)];
    const row = (cells: readonly string[]) => [
      `Maker ${1 + (i % 17)}`,
      name,
      String(year),
      ...cells,
    ];
    english.push(row(sizes));
    if (i % 9 === 4) english.push(row(i % 2 === 0 ? ['', sizes[1]] : ['', '']));
  }
  const italian = makeSizes(count - first, random).map(({ name, length, width, year }, i) => [
    `Marca ${1 + (i % 11)}`,
    name,
    String(year),
    withBlanks(length),
    withBlanks(width),
    withBlanks(790 + 5 * random.integer(20)),
  ]);
  for (const row of italian.slice(0, 2)) {
    italian.push([
      ...row.slice(0, 3),
      withBlanks(Number(row[3].replace(' ', '')) * 10),
      ...row.slice(4),
    ]);
  }
  return {
    english: {
      names: ['Make', 'Model', 'Year', 'Overall length (mm)', 'Overall width (mm)'],
      rows: english,
    },
    italian: {
      names: ['MARCA', 'TIPO', 'ANNO', 'LUNGHEZZA (mm)', 'LARGHEZZA (mm)', 'ALTEZZA SELLA (mm)'],
      rows: italian,
    },
  };
}

interface MotoSize {
  readonly name: string;
  readonly length: number;
  readonly width: number;
  readonly year: number;
}

function makeSizes(count: number, random: Random): MotoSize[] {
  const sizes: MotoSize[] = [];
  while (sizes.length < count) {
    const kind = pickByShare(random, KINDS);
    const length = Math.round(kind.length + kind.spread * random.normal());
    const width = Math.round((kind.width + kind.widthSpread * random.normal()) / 5) * 5;
    const year = 1995 + random.integer(22);
    for (let copy = countAround(random, ROWS_OF_SIZE); copy > 0; copy--) {
      sizes.push({ name: kind.name, length, width, year: year + copy });
    }
  }
  return sizes.slice(0, count);
}
