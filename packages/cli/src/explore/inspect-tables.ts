/** `anodec data inspect`: statistics and irregularities of tables. */
import { inspectColumns } from '@anodec/explore';
import { processedStore } from '@anodec/pipeline';
import { openStore, readAttacks } from '@anodec/tables';
import { type Context, printNamed } from '../context.js';
import { attackLines } from '../view/attack-lines.js';
import { tableLines } from '../view/inspect-lines.js';
import { type TableSettings, withTables } from './tables.js';

/**
 * Prints an overview of tables; by default of all prepared recordings and the attack list.
 *
 * @throws DataError when there is no such table
 */
export async function inspectTables(
  given: string | undefined,
  settings: TableSettings,
  context: Context,
): Promise<void> {
  const store = processedStore(settings.paths);
  await withTables(given ?? store, settings, context, async (tables) => {
    // the store holds scores, too
    const recordings = tables.filter(
      ({ name }) => given !== undefined || /^df_(norm|att)/.test(name),
    );
    for (const table of recordings) {
      const columns = await table.columns();
      context.print(table.name);
      const report = inspectColumns(columns, context);
      printNamed(context, tableLines(report, columns.times));
      context.print();
    }
  });
  if (given === undefined) await printAttackSummary(store, context);
}

async function printAttackSummary(path: string, { print }: Context): Promise<void> {
  const store = await openStore(path);
  try {
    for (const line of attackLines(readAttacks(store))) print(line);
  } finally {
    store.close();
  }
}
