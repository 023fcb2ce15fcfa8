/** `anodec data drift`: which channels moved between two tables. */
import { formatTime } from '@anodec/core';
import { renderDrift, reportDrift } from '@anodec/explore';
import { writeFileAtomic } from '@anodec/files';
import type { Context } from '../context.js';
import { driftLines } from '../view/drift-lines.js';
import { type TableSettings, withTable } from './tables.js';

/** The two tables, and the path of the page. */
export interface DriftSettings extends TableSettings {
  readonly train: string;
  readonly test: string;
  readonly withAttacks: boolean;
  readonly out?: string;
}

/** Prints which channels moved from training to test, and writes a page where `out` names one. */
export async function printDrift(
  { train, test, withAttacks, out, ...settings }: DriftSettings,
  context: Context,
): Promise<void> {
  const read = (given: string) => withTable(given, settings, context, (table) => table.columns());
  const [left, right] = [await read(train), await read(test)];
  const report = reportDrift([left], [right], { withAttacks, ...context });
  for (const line of driftLines(report)) context.print(line);
  if (out === undefined) return;
  await writeFileAtomic(out, await renderDrift(report, formatTime(Date.now())));
  context.print(`→ ${out}`);
}
