/** The command that holds the list of attacks against the labels of a recording. */
import { DataError } from '@anodec/core';
import { analyseAttacks } from '@anodec/explore';
import { openStore, readAttacks } from '@anodec/tables';
import type { Context } from '../context.js';
import { analysisLines, attackLines } from '../view/attack-lines.js';
import { type PathsConfig, processedStore } from '@anodec/pipeline';

/**
 * Prints the list of attacks beside the recording.
 *
 * @throws DataError when the store has no list, or no such recording
 */
export async function printAttacks(
  key: string,
  paths: PathsConfig,
  { print }: Context,
): Promise<void> {
  const path = processedStore(paths);
  const store = await openStore(path);
  try {
    const list = readAttacks(store);
    if (list.attacks.length === 0) {
      throw new DataError(
        `${path} must hold a list of attacks, got none. Put List_of_attacks_Final.xlsx beside the ` +
          'workbooks, then run anodec data convert and anodec data prepare.',
      );
    }
    for (const line of attackLines(list)) print(line);
    print();
    for (const line of analysisLines(analyseAttacks(list.attacks, store.readFrame(key))))
      print(line);
  } finally {
    store.close();
  }
}
