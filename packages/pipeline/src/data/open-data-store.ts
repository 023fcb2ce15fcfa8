/** Opens the stores of a data set; where one is missing, the error says what is there instead. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DataError } from '@anodec/core';
import { openStore, type Store } from '@anodec/tables';
import { MissingStepError } from '../next-step.js';
import { interimStore, type PathsConfig, processedStore } from '../settings/paths.js';

/**
 * Opens a store by its path, as `interimStore` and `processedStore` give it.
 *
 * @throws MissingStepError when the data set was not converted or not prepared
 * @throws DataError when there is no such store, but others are there, or the file is no store
 */
export async function openDataStore(path: string): Promise<Store> {
  checkDataStore(path);
  return openStore(path);
}

/** Checks that a store is there. @throws as `openDataStore` */
export function checkDataStore(path: string): void {
  if (existsSync(path)) return;
  const paths = pathsOf(path);
  const { dataset } = paths;
  const missing = `${path} must exist, but there is no such file.`;
  const isProcessed = processedStore(paths) === path;
  if (isProcessed && existsSync(interimStore(paths))) {
    throw new MissingStepError(
      `${missing} The data set ${dataset} is converted, but not prepared. Prepare it first.`,
      { step: 'prepare', dataset },
    );
  }
  for (const folder of [dirname(path), dirname(interimStore(paths))]) {
    const others = dataSetsIn(folder);
    if (others.length === 0) continue;
    const files = others.map((name) => `${name}.h5`).join(', ');
    const choice = others.length === 1 ? `it with \`dataset: ${others[0]}\`` : 'one with `dataset`';
    throw new DataError(`${missing} ${folder} has ${files}: choose ${choice}.`);
  }
  throw new MissingStepError(
    `${missing} Convert tables into the data set ${dataset}${isProcessed ? ' and prepare it' : ''} first.`,
    { step: 'convert', dataset },
  );
}

/** The data folder and the name of the data set of a store. */
function pathsOf(path: string): PathsConfig {
  return { dataRoot: dirname(dirname(path)), dataset: basename(path, '.h5'), logs: '' };
}

/** Names of the data sets in a folder of stores, sorted. */
function dataSetsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const stores = readdirSync(folder).filter((name) => name.endsWith('.h5'));
  return stores.map((name) => basename(name, '.h5')).sort();
}
