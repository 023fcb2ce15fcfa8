/** Tests of what is said where the store of a data set is missing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MissingStepError } from '../next-step.js';
import { interimStore, PathsConfig, processedStore } from '../settings/paths.js';
import { checkDataStore } from './open-data-store.js';

let paths: PathsConfig;
beforeEach(() => {
  const dataRoot = mkdtempSync(join(tmpdir(), 'anodec-stores-'));
  paths = PathsConfig.parse({ dataRoot, dataset: 'plant' });
  for (const folder of ['interim', 'processed']) mkdirSync(join(dataRoot, folder));
});
afterEach(() => rmSync(paths.dataRoot, { recursive: true }));

function errorOf(path: string): unknown {
  try {
    checkDataStore(path);
    return undefined;
  } catch (error) {
    return error;
  }
}

test('says nothing where the store is there', () => {
  writeFileSync(interimStore(paths), '');
  expect(errorOf(interimStore(paths))).toBeUndefined();
});

test('asks for preparing where the data set is converted', () => {
  writeFileSync(interimStore(paths), '');
  const error = errorOf(processedStore(paths));
  expect(error).toBeInstanceOf(MissingStepError);
  expect(error).toMatchObject({
    message: `${processedStore(paths)} must exist, but there is no such file. The data set plant is converted, but not prepared. Prepare it first.`,
    next: { step: 'prepare', dataset: 'plant' },
  });
});

test('names the data sets that are there instead', () => {
  const folder = join(paths.dataRoot, 'interim');
  writeFileSync(join(folder, 'n.h5'), '');
  expect(errorOf(interimStore(paths))).toMatchObject({
    message: `${interimStore(paths)} must exist, but there is no such file. ${folder} has n.h5: choose it with \`dataset: n\`.`,
  });
  writeFileSync(join(folder, 'm.h5'), '');
  expect(errorOf(interimStore(paths))).toMatchObject({
    message: expect.stringContaining('has m.h5, n.h5: choose one with `dataset`.') as string,
  });
});

test('asks for converting where there is nothing', () => {
  const next = { step: 'convert', dataset: 'plant' };
  expect(errorOf(processedStore(paths))).toMatchObject({ next });
  expect(errorOf(interimStore(paths))).toMatchObject({ next });
});
