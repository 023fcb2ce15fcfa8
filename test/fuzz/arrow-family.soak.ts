/** Arrow files of pandas, polars and pyarrow whose bytes were changed. */
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Random } from '@anodec/core';
import { openTable } from '@anodec/tables';
import { damage } from './damage.soak.js';
import { type FuzzFamily, pick, readOrRefuse } from './family.soak.js';

const FILES = fileURLToPath(new URL('../fixtures/columnar/', import.meta.url));
/** Milliseconds and bytes beyond the heap that a file of a few kilobytes may cost. */
const MOST_TIME = 2000;
const MOST_MEMORY = 100e6;
/** What lengths, offsets and counts are made to claim. */
const CLAIMS = [-1, 0, 1, 7, 255, 65_536, 1e9, 2 ** 31 - 1, -(2 ** 31)];

/** A changed file: a table of no more rows than it has bits, or a refusal, and soon. */
export const damagedArrow: FuzzFamily = async (random, folder) => {
  const names = readdirSync(FILES).filter((name) => /\.(arrow|feather)$/.test(name));
  const name = pick(random, names);
  const bytes = readFileSync(join(FILES, name));
  const changed = random.uniform() < 0.6 ? claim(random, bytes) : damage(random, bytes);
  const path = join(folder, 'damaged.arrow');
  await writeFile(path, changed);
  const { arrayBuffers } = process.memoryUsage();
  const start = performance.now();
  const got = await readOrRefuse(() => openTable(path));
  const took = performance.now() - start;
  const more = process.memoryUsage().arrayBuffers - arrayBuffers;
  if (took > MOST_TIME) throw new Error(`${name} took ${Math.round(took)} ms`);
  if (more > MOST_MEMORY) throw new Error(`${name} took ${Math.round(more / 1e6)} MB`);
  if (got && got.rows.length > 8 * changed.length) {
    throw new Error(`${name} has ${got.rows.length} rows in ${changed.length} bytes`);
  }
  return got ? 'right' : 'refused';
};

/** Makes one to three words claim something else: most of them are lengths, offsets and counts. */
function claim(random: Random, bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  for (let i = 0; i <= random.integer(3); i++) {
    const at = 4 * random.integer(Math.floor(bytes.length / 4));
    changed.writeInt32LE(pick(random, CLAIMS), at);
  }
  return changed;
}
