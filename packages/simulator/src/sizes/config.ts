/** Settings of the made-up tables of sizes. */
import { z } from 'zod';

/** How many rows are usable in each table; the defaults are the counts of the originals. */
export const SizesConfig = z.strictObject({
  seed: z.int().min(0).default(42).describe('Random seed of the tables'),
  cars: z.int().min(1).default(55_261).describe('Cars with a size that can be used'),
  bodies: z.int().min(1).default(507).describe('People'),
  motos: z.int().min(2).default(201).describe('Motorcycles with a size, over two tables'),
});

export type SizesConfig = z.output<typeof SizesConfig>;

/** Settings as given; the rest has defaults. */
export type SizesSettings = z.input<typeof SizesConfig>;
