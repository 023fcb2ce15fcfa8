/** Writes an interim store with a recording of normal operation and one to be scored. */
import { updateStore } from '@anodec/tables';
import { simulateChunks, tableOf } from './simulated-table.bench.js';

/** @param words the store; rows of normal operation; rows to be scored */
export async function task([store, normal, attack]: readonly string[]) {
  await updateStore(store, async (draft) => {
    await draft.writeTable('normal_1', tableOf(simulateChunks(Number(normal))));
    await draft.writeTable('attack_1', tableOf(simulateChunks(Number(attack))));
  });
  return {};
}
