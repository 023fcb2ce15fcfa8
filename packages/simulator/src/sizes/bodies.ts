/**
 * Made-up people in the form of the body measurements of Heinz and others: centimetres with a decimal comma.
 *
 * Means, deviations and the two sexes are those of the published study, rounded; no row is of a real person.
 *
 * Source: Heinz, Peterson, Johnson & Kerk 2003, "Exploring Relationships in Body Dimensions", table 1.
 */
import { createRandom } from '@anodec/core';
import { type MadeTable, withComma } from './text-table.js';

/** Mean and deviation of the girths in centimetres, of height and of weight. */
const SEXES = [
  {
    shoulder: [116.5, 6.5],
    chest: [101, 7.2],
    waist: [84.5, 8.8],
    height: [177.7, 7.2],
    weight: [78.1, 10.5],
  },
  {
    shoulder: [100.3, 6.5],
    chest: [86.1, 6.3],
    waist: [69.8, 7.6],
    height: [164.9, 6.5],
    weight: [60.6, 9.6],
  },
] as const;

/** How much the girths of a person have in common. */
const COMMON = 0.85;

const NAMES = ['shoulder.girth', 'chest.girth', 'waist.girth', 'age', 'weight', 'height', 'gender'];

/** Makes the table. */
export function makeBodies(count: number, seed: number): MadeTable {
  const random = createRandom(seed).stream('bodies');
  const rows = Array.from({ length: count }, () => {
    const isMan = random.uniform() < 247 / 507;
    const sex = SEXES[isMan ? 0 : 1];
    const build = random.normal();
    const measure = ([mean, deviation]: readonly [number, number], common: number): string =>
      withComma(mean + deviation * (common * build + Math.sqrt(1 - common ** 2) * random.normal()));
    return [
      measure(sex.shoulder, COMMON),
      measure(sex.chest, COMMON),
      measure(sex.waist, COMMON),
      String(18 + Math.floor(12 * -Math.log(1 - 0.98 * random.uniform()))),
      measure(sex.weight, COMMON),
      measure(sex.height, 0.3),
      isMan ? '1' : '0',
    ];
  });
  return { names: NAMES, rows };
}
