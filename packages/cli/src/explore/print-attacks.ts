/** `anodec data attacks`: the attack list compared with the labels of a recording. */
import { DataError } from '@anodec/core';
import { analyseAttacks } from '@anodec/explore';
import { openDataStore, type PathsConfig, processedStore } from '@anodec/pipeline';
import { readAttacks } from '@anodec/tables';
import type { Context } from '../context.js';
import { analysisLines, attackLines } from '../view/attack-lines.js';

/**
 * Prints the attack list beside the labels of a recording.
 *
 * @throws DataError when the store has no list, or no such recording
 */
export async function printAttacks(
  key: string,
  paths: PathsConfig,
  { print }: Context,
): Promise<void> {
  const path = processedStore(paths);
  const store = await openDataStore(path);
  try {
    const list = readAttacks(store);
    if (list.attacks.length === 0) {
      throw new DataError(
        `${path} must hold an attack list, got none. Convert your tables with --attacks FILE, or put ` +
          'List_of_attacks_Final.xlsx beside the SWaT workbooks and convert them; then prepare again.',
      );
    }
    for (const line of attackLines(list)) print(line);
    print();
    for (const line of analysisLines(analyseAttacks(list.attacks, store.readFrame(key)))) {
      print(line);
    }
  } finally {
    store.close();
  }
}
