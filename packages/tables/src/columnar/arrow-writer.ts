/** Writes Arrow files (IPC, also called Feather), a record batch at a time. */
import { open } from 'node:fs/promises';
import { arrowBatch, arrowSchema } from './arrow-columns.js';
import { createArrowPieces, loadArrow } from './arrow-library.js';
import type { OutgoingTable } from '../transfer/table-file.js';

/** Uncompressed, so that readers can map it into memory. */
export async function writeArrow(path: string, table: OutgoingTable): Promise<void> {
  const arrow = await loadArrow();
  const schema = arrowSchema(arrow, table.columns, table.notes);
  const { writer, take } = createArrowPieces(arrow, schema);
  const file = await open(path, 'w');
  try {
    const drain = async () => {
      for (const piece of take()) await file.writeFile(piece);
    };
    for await (const batch of table.batches) {
      writer.write(arrowBatch(arrow, schema, batch));
      await drain();
    }
    writer.close();
    await drain();
  } finally {
    await file.close();
  }
}
