/** The process of `readApart`: says nothing, or what is wrong with the table; other errors end it. */
import { isUserError } from '@anodec/core';
import { openTable } from '../open-table.js';
import type { ReadingFault } from './read-apart.js';

async function read(path: string): Promise<ReadingFault | undefined> {
  try {
    const table = await openTable(path);
    try {
      for await (const _ of table.chunks()) continue;
    } finally {
      await table.close();
    }
    return undefined;
  } catch (error) {
    if (isUserError(error)) return { message: error.message };
    throw error;
  }
}

// whoever asked is gone: nobody waits for the answer
process.on('disconnect', () => process.exit(1));
const fault = await read(process.argv[2]);
process.send?.(fault ?? null, () => process.disconnect());
