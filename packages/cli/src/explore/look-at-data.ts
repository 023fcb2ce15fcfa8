/** The commands that look at data before training. */
import { join } from 'node:path';
import { formatCount, formatTime, formatTimestamp } from '@anodec/core';
import {
  compareTables,
  inspectColumns,
  profileColumns,
  renderDrift,
  renderProfile,
  reportDrift,
} from '@anodec/explore';
import { openStore, readAttacks } from '@anodec/tables';
import { writeFileAtomic } from '@anodec/files';
import type { Context } from '../context.js';
import { attackLines } from '../view/attack-lines.js';
import { comparisonLines } from '../view/comparison-lines.js';
import { driftLines } from '../view/drift-lines.js';
import { tableLines } from '../view/inspect-lines.js';
import { type PathsConfig, processedStore } from '@anodec/pipeline';
import { type TableConfig, withTable, withTables } from './tables.js';

/** Where tables lie and how to read them. */
export interface LookSettings {
  readonly paths: PathsConfig;
  readonly reading: TableConfig;
}

/** Prints what tables look like; by default those that were prepared, and the list of attacks. */
export async function inspectTables(
  word: string | undefined,
  settings: LookSettings,
  context: Context,
): Promise<void> {
  const store = processedStore(settings.paths);
  await withTables(word ?? store, settings, context, async (tables) => {
    // scores lie in the same store, beside the recordings
    const recordings = tables.filter(
      ({ name }) => word !== undefined || /^df_(norm|att)/.test(name),
    );
    for (const table of recordings) {
      const columns = await table.columns();
      context.print(table.name);
      const report = inspectColumns(columns, context);
      for (const line of tableLines(report, columns.times)) context.print(line);
      context.print();
    }
  });
  if (word === undefined) await printAttackSummary(store, context);
}

async function printAttackSummary(path: string, { print }: Context): Promise<void> {
  const store = await openStore(path);
  try {
    for (const line of attackLines(readAttacks(store))) print(line);
  } finally {
    store.close();
  }
}

/** Writes a page for each table. @param out the page, or a folder for several */
export async function profileTables(
  word: string,
  out: string | undefined,
  settings: LookSettings,
  context: Context,
): Promise<void> {
  await withTables(word, settings, context, async (tables) => {
    for (const table of tables) {
      const columns = await table.columns();
      const profile = profileColumns(columns, context);
      const page = await renderProfile(profile, {
        created: formatTime(Date.now()),
        timeOfRow: (row) => formatTimestamp(columns.times[row], columns.clock),
      });
      const path = pagePath(out, table.name, tables.length);
      await writeFileAtomic(path, page);
      const { rows, channels, warnings } = profile;
      context.print(
        `${table.name}: ${formatCount(rows)} rows, ${channels.length} ${channels.length === 1 ? 'channel' : 'channels'} → ${path}`,
      );
      for (const { kind, sentence, channels: names } of warnings) {
        const list = names.length > 0 ? ` ${names.join(', ')}` : '';
        context.print(`  ${kind}: ${sentence}${list}`);
      }
    }
  });
}

/** Where the page goes when it was not said: here, named after the table. */
function pagePath(out: string | undefined, name: string, pages: number): string {
  const file = `${pageNameOf(name)}-profile.html`;
  if (out === undefined) return file;
  return pages > 1 ? join(out, file) : out;
}

/** The key of a table in a store, or the name of its file without folder and ending. */
function pageNameOf(name: string): string {
  const [first] = name.split(' in ');
  const base = first.split(/[\\/]/).at(-1) ?? first;
  return base.replace(/\.(csv|tsv|txt|dat|xlsx)(\.gz)?$/i, '').replaceAll(/[^\w.-]/g, '_');
}

/** Which rows are compared, and how. */
export interface ComparisonSettings extends LookSettings {
  readonly from?: string;
  readonly to?: string;
  readonly tolerance: number;
}

/** Prints where two tables differ. */
export async function compareTwoTables(
  [first, second]: readonly [string, string],
  { from, to, tolerance, ...settings }: ComparisonSettings,
  context: Context,
): Promise<void> {
  const { headerRow: _row, sheet: _sheet, ...reading } = settings.reading;
  await withTable(first, settings, context, (a) =>
    withTable(second, settings, context, async (b) => {
      const { progress, signal, print } = context;
      progress.begin(`Comparing ${first} with ${second}`, 0, 'rows');
      const onRows = (rows: number) => progress.update(rows);
      const options = { reading, from, to, tolerance, signal, onRows };
      const comparison = await compareTables(await a.reader(), await b.reader(), options);
      progress.end();
      const range = from !== undefined || to !== undefined;
      for (const line of comparisonLines(comparison, range)) print(line);
    }),
  );
}

/** What is compared with what, and where the page goes. */
export interface DriftSettings extends LookSettings {
  readonly train: string;
  readonly test: string;
  readonly withAttacks: boolean;
  readonly out?: string;
}

/** Prints which channels moved from training to test, and writes the page where one is wanted. */
export async function reportDriftOf(
  { train, test, withAttacks, out, ...settings }: DriftSettings,
  context: Context,
): Promise<void> {
  const read = (word: string) => withTable(word, settings, context, (table) => table.columns());
  const [left, right] = [await read(train), await read(test)];
  const report = reportDrift([left], [right], { withAttacks, ...context });
  for (const line of driftLines(report)) context.print(line);
  if (out === undefined) return;
  await writeFileAtomic(out, await renderDrift(report, formatTime(Date.now())));
  context.print(`→ ${out}`);
}
