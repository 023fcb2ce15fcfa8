/**
 * Thousands of broken, odd and hostile files: each is refused in a sentence or read right, and never
 * ends in a crash, a hang or a wrong result that nobody notices.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@anodec/core';
import { damagedArrow } from './arrow-family.soak.js';
import { hostileArchive } from './archive-family.soak.js';
import { exportedBook, exportedCsv } from './export-family.soak.js';
import type { FuzzFamily } from './family.soak.js';
import { damagedPackedTable, damagedTable } from './table-families.soak.js';
import { typedCells } from './typed-cells.soak.js';
import { changedSheet, damagedBook, hostileBook } from './workbook-families.soak.js';

/** To add a family of files: one function, one line here. */
export const fuzzFamilies: Readonly<Record<string, FuzzFamily>> = {
  'damaged workbook': damagedBook,
  'changed sheet': changedSheet,
  'cells of every type': typedCells,
  'hostile workbook': hostileBook,
  'changed text table': damagedTable,
  'damaged packed table': damagedPackedTable,
  'damaged Arrow file': damagedArrow,
  'hostile archive': hostileArchive,
  'exported text table': exportedCsv,
  'exported workbook': exportedBook,
};

/** A case may take this long, in milliseconds; the usual one takes ten. */
const LIMIT = 10_000;

/** How many cases of a family ended how. */
export interface FuzzCounts {
  right: number;
  refused: number;
  /** What went wrong, with the seed of the case. */
  readonly wrong: string[];
}

/** Runs cases of one family; the same seed makes the same files. */
export async function runFamily(name: string, cases: number, seed: number): Promise<FuzzCounts> {
  const counts: FuzzCounts = { right: 0, refused: 0, wrong: [] };
  const folder = await mkdtemp(join(tmpdir(), 'anodec-fuzz-'));
  try {
    for (let k = 0; k < cases; k++) {
      const start = performance.now();
      try {
        counts[await fuzzFamilies[name](createRandom(seed + k).stream(name), folder)]++;
      } catch (error) {
        counts.wrong.push(
          `seed ${seed + k}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
      const took = performance.now() - start;
      if (took > LIMIT) counts.wrong.push(`seed ${seed + k}: took ${Math.round(took)} ms`);
    }
    return counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Runs `--cases` cases (10,000) from `--seed` (1) on, or those of one `--family`.
 *
 * @throws Error when a case went wrong
 */
export async function soak(
  print: (line: string) => void,
  options: Readonly<Record<string, string>>,
): Promise<void> {
  const { cases = '10000', seed = '1', family } = options;
  const names = family === undefined ? Object.keys(fuzzFamilies) : [family];
  const each = Math.ceil(Number(cases) / names.length);
  let wrong = 0;
  for (const name of names) {
    const start = performance.now();
    const counts = await runFamily(name, each, Number(seed));
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    print(
      `${name.padEnd(24)}${String(counts.refused).padStart(6)} refused ` +
        `${String(counts.right).padStart(6)} right ${String(counts.wrong.length).padStart(4)} wrong ` +
        `${seconds.padStart(7)} s`,
    );
    for (const what of counts.wrong.slice(0, 3)) print(`  ${what}`);
    wrong += counts.wrong.length;
  }
  if (wrong > 0) throw new Error(`${wrong} of ${each * names.length} cases went wrong.`);
}
