import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentProgress } from '@anodec/core';
import { SWAT_FILES } from '@anodec/data';
import { expect, test } from 'vitest';
import { PathsConfig } from './settings.js';
import { unpackedLines, unpackMissing } from './unpack.js';

const context = { print() {}, progress: silentProgress, signal: new AbortController().signal };

test('looks at no archive where all recordings are there, and at each where one is missing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-unpack-'));
  try {
    const place = PathsConfig.parse({ dataRoot: join(folder, 'data') });
    expect(await unpackMissing(place, context)).toEqual([]);
    await mkdir(join(folder, 'data/raw'), { recursive: true });
    await writeFile(join(folder, 'data/raw/broken.zip'), 'no archive');
    await expect(unpackMissing(place, context)).rejects.toThrow('broken.zip must be a zip archive');
    await mkdir(join(folder, 'data/interim/Physical'), { recursive: true });
    const paths: readonly string[] = Object.values(SWAT_FILES);
    for (const path of paths) await writeFile(join(folder, 'data/interim', path), '');
    expect(await unpackMissing(place, context)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('says what became of an archive', () => {
  const network = { files: 2, bytes: 3.14e9 };
  const one = {
    source: 'a.zip',
    written: ['data/interim/x.xlsx'],
    present: [],
    network,
    leftOut: 0,
  };
  expect(unpackedLines([one])).toEqual([
    'a.zip → data/interim/x.xlsx',
    'a.zip: captures of the network: 2, 3.1 GB, which stay packed; nothing here reads them',
  ]);
});
