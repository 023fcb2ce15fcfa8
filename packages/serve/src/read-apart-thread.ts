/** The thread of `readApart`. */
import { parentPort, workerData } from 'node:worker_threads';
import { isUserError } from '@anodec/core';
import { openTable } from '@anodec/tables';
import type { ReadingFault } from './read-apart.js';

/** Says nothing, or what is wrong with the table; other errors end the thread. */
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

parentPort?.postMessage(await read(String(workerData)), []);
