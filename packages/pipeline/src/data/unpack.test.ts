/** Tests of archives that are unpacked where recordings are missing. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SWAT_FILES } from '@anodec/data';
import { expect, test } from 'vitest';
import { PathsConfig } from '../settings/paths.js';
import { unpackMissing } from './unpack.js';

test('looks at no archive where all recordings are there, and at each where one is missing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-unpack-'));
  try {
    const paths = PathsConfig.parse({ dataRoot: join(folder, 'data') });
    expect(await unpackMissing(paths)).toEqual([]);
    await mkdir(join(folder, 'data/raw'), { recursive: true });
    await writeFile(join(folder, 'data/raw/broken.zip'), 'no archive');
    await expect(unpackMissing(paths)).rejects.toThrow('broken.zip must be a zip archive');
    await mkdir(join(folder, 'data/interim/Physical'), { recursive: true });
    const recordings: readonly string[] = Object.values(SWAT_FILES);
    for (const path of recordings) await writeFile(join(folder, 'data/interim', path), '');
    expect(await unpackMissing(paths)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
