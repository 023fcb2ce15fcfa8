/** Reads bytes as an Arrow file, for tests of damaged ones. */
import { writeFileSync } from 'node:fs';
import { openTable } from '../open-table.js';

/** Writes the bytes to a path and reads the table there to its end. @returns rows */
export async function rowsOfBytes(path: string, bytes: Uint8Array): Promise<number> {
  writeFileSync(path, bytes);
  const table = await openTable(path);
  let rows = 0;
  try {
    for await (const chunk of table.chunks()) rows += chunk.rows;
  } finally {
    await table.close();
  }
  return rows;
}
