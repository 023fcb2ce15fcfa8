/**
 * From a workbook to windows: rows per second beside pandas with openpyxl, and memory.
 *
 * `npm run bench -- data [--python PATH] [--only workbook|series|memory|full] [--full]`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchFullSize } from './full-size.bench.js';
import { benchMemory, benchSeries } from './series.bench.js';
import { benchWorkbook } from './workbook.bench.js';

/** Runs the parts one after the other; the full size only when asked for. */
export async function bench(
  print: (line: string) => void,
  options: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { python, only, full } = options;
  const folder = await mkdtemp(join(tmpdir(), 'anodec-bench-'));
  const wants = (part: string): boolean => only === undefined || only === part;
  try {
    print(`${' '.repeat(46)}anodec              pandas     ratio`);
    if (wants('workbook')) await benchWorkbook(print, folder, python);
    if (wants('series')) await benchSeries(print, folder, python);
    if (wants('memory')) await benchMemory(print, folder);
    if (only === 'full' || full === 'true') benchFullSize(print, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
