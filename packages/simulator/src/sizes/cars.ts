/**
 * Made-up cars in the form of CarQuery's table: makers have models, a model has generations that grow, a generation has
 * body styles, and a size is sold for some years in some trims, so that most sizes occur many times.
 *
 * Segments and growth are rounded figures of common knowledge about the car market; no row is of a real car.
 */
import { createRandom, type Random } from '@anodec/core';
import { countAround, type MadeTable, pick, pickByShare } from './text-table.js';

/** Kinds of cars: share of the models, mean and deviation of length and width in millimetres. */
const SEGMENTS = [
  { share: 0.02, body: 'Microcar', length: 2900, spread: 250, width: 1480, widthSpread: 60 },
  { share: 0.07, body: 'Mini', length: 3480, spread: 160, width: 1590, widthSpread: 45 },
  { share: 0.16, body: 'Hatchback', length: 3900, spread: 150, width: 1670, widthSpread: 45 },
  { share: 0.18, body: 'Hatchback', length: 4260, spread: 140, width: 1750, widthSpread: 40 },
  { share: 0.17, body: 'Sedan', length: 4600, spread: 150, width: 1780, widthSpread: 45 },
  { share: 0.09, body: 'Sedan', length: 4890, spread: 130, width: 1850, widthSpread: 45 },
  { share: 0.03, body: 'Sedan', length: 5200, spread: 160, width: 1920, widthSpread: 50 },
  { share: 0.08, body: 'Coupe', length: 4350, spread: 230, width: 1800, widthSpread: 70 },
  { share: 0.09, body: 'SUV', length: 4520, spread: 210, width: 1840, widthSpread: 60 },
  { share: 0.03, body: 'SUV', length: 4930, spread: 180, width: 1970, widthSpread: 60 },
  { share: 0.04, body: 'Minivan', length: 4600, spread: 230, width: 1810, widthSpread: 50 },
  { share: 0.02, body: 'Van', length: 5050, spread: 350, width: 1950, widthSpread: 80 },
  { share: 0.02, body: 'Pickup', length: 5400, spread: 330, width: 1900, widthSpread: 90 },
  { share: 0.003, body: 'Limousine', length: 6200, spread: 350, width: 1930, widthSpread: 70 },
] as const;

/** Rows of one size: trims times years. */
const ROWS_OF_SIZE = 11;
/** Share of the records without a size. */
const INCOMPLETE = 0.04;

const NAMES = [
  'model_id',
  'model_make_id',
  'model_name',
  'model_trim',
  'model_year',
  'model_body',
  'model_weight_kg',
  'model_length_mm',
  'model_width_mm',
  'model_height_mm',
];

/** One size of a model. */
interface Size {
  readonly make: string;
  readonly model: string;
  readonly body: string;
  readonly year: number;
  readonly length: number;
  readonly width: number;
}

/**
 * Makes the table.
 *
 * @param count rows with a size that can be used; further ones have none, or a width that is no car's
 */
export function makeCars(count: number, seed: number): MadeTable {
  const random = createRandom(seed).stream('cars');
  const rows: string[][] = [];
  for (let usable = 0; usable < count; ) {
    for (const size of sizesOfModel(random)) {
      const copies = Math.min(countAround(random, ROWS_OF_SIZE), count - usable);
      for (let copy = 0; copy < copies; copy++) rows.push(record(rows.length, size, random));
      usable += copies;
      for (let left = random.uniform(); left < INCOMPLETE * copies; left++) {
        rows.push(withoutSize(record(rows.length, size, random), random));
      }
      if (usable === count) break;
    }
  }
  // a digit typed twice: too wide for any car
  for (const width of ['17800', '18250', '3160']) {
    const wrong = [...rows[random.integer(rows.length)]];
    wrong[0] = String(rows.length + 1);
    wrong[NAMES.indexOf('model_width_mm')] = width;
    rows.push(wrong);
  }
  return { names: NAMES, rows };
}

function sizesOfModel(random: Random): Size[] {
  const segment = pickByShare(random, SEGMENTS);
  const bulk = random.normal();
  let length = segment.length + segment.spread * bulk;
  // longer models of a segment are wider, too
  let width = segment.width + segment.widthSpread * (0.6 * bulk + 0.8 * random.normal());
  let year = 1965 + random.integer(45);
  const make = `make-${String(1 + random.integer(90)).padStart(2, '0')}`;
  const model = `${pick(random, 'ABCDEFGHKLMPRSTV'.split(''))}${100 + random.integer(900)}`;
  const sizes: Size[] = [];
  for (let generation = countAround(random, 2); generation > 0 && year < 2016; generation--) {
    const styles = [
      { body: segment.body, longer: 0 },
      { body: 'Station Wagon', longer: 60 + 120 * random.uniform() },
      { body: 'Convertible', longer: -40 * random.uniform() },
    ].slice(0, 1 + Math.floor(2.2 * random.uniform() ** 2));
    for (const { body, longer } of styles) {
      const rounded = { length: rounding(length + longer, random), width: rounding(width, random) };
      sizes.push({ make, model, body, year, ...rounded });
      // a facelift: other bumpers
      if (random.uniform() < 0.4) {
        sizes.push({
          make,
          model,
          body,
          year: year + 3,
          ...rounded,
          length: rounded.length + 4 + random.integer(40),
        });
      }
    }
    length += 45 + 50 * random.normal();
    width += 20 + 15 * random.normal();
    year += 5 + random.integer(4);
  }
  return sizes;
}

/** Some data sheets give millimetres, others the nearest 5 or 10. */
function rounding(value: number, random: Random): number {
  const step = pick(random, [1, 1, 1, 5, 10]);
  return Math.round(value / step) * step;
}

function record(index: number, size: Size, random: Random): string[] {
  const litres = (1 + 0.2 * random.integer(12)).toFixed(1);
  const horses = 50 + 5 * random.integer(60);
  return [
    String(index + 1),
    size.make,
    size.model,
    `${litres}, ${pick(random, ['8V', '16V', 'TDI', 'GT'])} (${horses} Hp)`,
    String(size.year + random.integer(4)),
    size.body,
    String(Math.round(0.3 * size.length - 100 + 60 * random.normal())),
    String(size.length),
    String(size.width),
    String(Math.round(1450 + 80 * random.normal())),
  ];
}

/** Without length, without width, or without both. */
function withoutSize(row: readonly string[], random: Random): string[] {
  const missing = pick(random, [
    ['model_length_mm'],
    ['model_width_mm'],
    ['model_length_mm', 'model_width_mm'],
  ]);
  return row.map((cell, c) => (missing.includes(NAMES[c]) ? '' : cell));
}
