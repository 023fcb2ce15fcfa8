/** Steps of data that need the result of another one. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrepareConfig } from '@anodec/data';
import { writeSimulation } from '@anodec/simulator';
import { expect, test } from 'vitest';
import { interimStore, PathsConfig } from '../settings/paths.js';
import { prepareData } from './data-steps.js';

test('preparing converts SWaT workbooks that lie there, and asks for tables where none do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-data-steps-'));
  try {
    const paths = PathsConfig.parse({ dataRoot: folder });
    const config = PrepareConfig.parse({});
    await expect(prepareData(paths, config)).rejects.toThrow('Convert tables into the data set');
    const short = { normalDuration: '8h', attackDuration: '12h' };
    await writeSimulation(join(folder, 'interim'), short);
    const { tables } = await prepareData(paths, config);
    expect(existsSync(interimStore(paths))).toBe(true);
    expect(tables.at(-1)?.rows).toBe(41); // the listed attacks
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
