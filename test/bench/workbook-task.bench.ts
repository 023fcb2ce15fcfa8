/** Reads a workbook, or converts it into a store, and says how long that took. */
import { convertTables } from '@anodec/data';
import { openWorkbook } from '@anodec/tables';

/** @param words `convert`, or the name of a reader; the workbook; the store */
export async function task([job, path, store]: readonly string[]) {
  const start = performance.now();
  const rows = job === 'convert' ? await convert(path, store) : await read(path, job);
  return { rows, seconds: (performance.now() - start) / 1000 };
}

async function convert(path: string, store: string): Promise<number> {
  const tables = [{ key: 'table', path, options: { headerRow: 2 } }];
  const [{ rows }] = await convertTables({ store, tables });
  return rows;
}

async function read(path: string, reader: string): Promise<number> {
  const table = await openWorkbook(path, {
    headerRow: 2,
    reader: reader === 'exceljs' ? 'exceljs' : 'fast',
  });
  let rows = 0;
  for await (const chunk of table.chunks()) rows += chunk.rows;
  await table.close();
  return rows;
}
