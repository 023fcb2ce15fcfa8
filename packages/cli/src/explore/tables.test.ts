/** Tables as a command line names them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentProgress } from '@anodec/core';
import { PathsConfig } from '@anodec/pipeline';
import { updateStore } from '@anodec/tables';
import { afterAll, expect, test } from 'vitest';
import { TableConfig, withTables } from './tables.js';

const folder = mkdtempSync(join(tmpdir(), 'anodec-named-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an HDF5 file without a table is no empty overview', async () => {
  const path = join(folder, 'none.h5');
  await updateStore(path, () => Promise.resolve());
  const settings = { paths: PathsConfig.parse({}), reading: TableConfig.parse({}) };
  const context = {
    print: () => {},
    progress: silentProgress,
    signal: new AbortController().signal,
  };
  await expect(withTables(path, settings, context, () => Promise.resolve())).rejects.toThrow(
    'none.h5 must hold a DataFrame of pandas or a table of this program outside of any group, got neither.',
  );
});
