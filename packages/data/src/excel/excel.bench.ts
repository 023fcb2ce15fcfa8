/** Rows per second of writer and readers on a book shaped like SWaT: 50,000 rows, 53 columns. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@anodec/core';
import type { Cell } from './cell.js';
import { openWorkbook } from './sheet-reader.js';
import { createWorkbookWriter } from './workbook-writer.js';

const ROWS = 50_000;
const CHANNELS = 51;

/** Runs the bench and gives back rows per second by name. */
export async function bench(): Promise<Readonly<Record<string, number>>> {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-bench-'));
  try {
    const path = join(folder, 'book.xlsx');
    const rows = swatRows();
    const speeds: Record<string, number> = {};
    speeds['workbook writer'] = await rowsPerSecond(() => write(path, rows));
    for (const reader of ['fast', 'exceljs'] as const) {
      speeds[`${reader} workbook reader`] = await rowsPerSecond(() => read(path, reader));
    }
    return speeds;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Every other channel a reading of eight digits, every other an actuator with 1 or 2. */
function swatRows(): Cell[][] {
  const random = createRandom(42);
  return Array.from({ length: ROWS }, () => {
    const channels = Array.from({ length: CHANNELS }, (_, c) =>
      c % 2 === 0 ? Math.round(random.uniform() * 1e8) / 1e5 : 1 + random.integer(2),
    );
    return [' 28/12/2015 10:00:00 AM', ...channels, 'Normal'];
  });
}

async function write(path: string, rows: readonly (readonly Cell[])[]): Promise<void> {
  const writer = await createWorkbookWriter(path);
  const names = Array.from({ length: CHANNELS }, (_, c) => `TAG${c}`);
  await writer.write([['Stage 1'], [' Timestamp', ...names, 'Normal/Attack']]);
  for (let start = 0; start < rows.length; start += 4096) {
    await writer.write(rows.slice(start, start + 4096));
  }
  await writer.close();
}

async function read(path: string, reader: 'fast' | 'exceljs'): Promise<void> {
  const table = await openWorkbook(path, { headerRow: 2, reader });
  let rows = 0;
  for await (const chunk of table.chunks()) rows += chunk.rows;
  await table.close();
  if (rows !== ROWS) throw new Error(`Read ${rows} of ${ROWS} rows.`);
}

async function rowsPerSecond(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round((ROWS / (performance.now() - start)) * 1000);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, speed] of Object.entries(await bench()))
    console.log(`${name}: ${speed} rows/s`);
}
