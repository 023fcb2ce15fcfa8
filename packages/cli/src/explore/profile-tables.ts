/** `anodec data profile`: a page of statistics for each table. */
import { join } from 'node:path';
import { countOf, formatTime, formatTimestamp } from '@anodec/core';
import { profileColumns, renderProfile } from '@anodec/explore';
import { writeFileAtomic } from '@anodec/files';
import type { Context } from '../context.js';
import { type TableSettings, withTables } from './tables.js';

/** Writes a page for each table. @param out the page, or a folder for several */
export async function profileTables(
  given: string,
  out: string | undefined,
  settings: TableSettings,
  context: Context,
): Promise<void> {
  await withTables(given, settings, context, async (tables) => {
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
        `${table.name}: ${countOf(rows, 'row')}, ${countOf(channels.length, 'channel')} → ${path}`,
      );
      for (const { kind, sentence, channels: names } of warnings) {
        const list = names.length > 0 ? ` ${names.join(', ')}` : '';
        context.print(`  ${kind}: ${sentence}${list}`);
      }
    }
  });
}

/** Path of a page; by default in the working directory, named after the table. */
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
