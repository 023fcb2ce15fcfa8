/** Archives with names, sizes and records that are out to do harm. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isUserError, type Random } from '@anodec/core';
import { unpackArchives } from '@anodec/data';
import { damage } from './damage.soak.js';
import { type Ending, type FuzzFamily, pick } from './family.soak.js';
import { writeParts } from './raw-book.soak.js';

const PIECES = [
  'a',
  'Physical',
  'Network',
  '..',
  '.',
  '',
  'con',
  'x.csv',
  'y.pdf',
  '~',
  ' ',
  'é水',
  '\u0000',
  '\\',
  'C:',
  'b.',
];
const LIMITS = { totalBytes: 1 << 20, ratio: 200 };

function randomName(random: Random): string {
  const depth = 1 + random.integer(4);
  const root = random.uniform() < 0.1 ? '/' : '';
  return (
    root +
    Array.from({ length: depth }, () => pick(random, PIECES)).join(pick(random, ['/', '/', '\\']))
  );
}

/** What was packed under any name may be found below the two folders, whole, and nothing else. */
export const hostileArchive: FuzzFamily = async (random, folder): Promise<Ending> => {
  const root = join(folder, 'archive');
  await rm(root, { recursive: true, force: true });
  await mkdir(join(root, 'data/raw'), { recursive: true });
  const contents = new Set<string>();
  const parts = Array.from({ length: 1 + random.integer(4) }, (_, n): [string, string] => {
    const content =
      random.uniform() < 0.1 ? '0'.repeat(3 << 20) : `${n} `.repeat(1 + random.integer(99));
    contents.add(content);
    return [randomName(random), content];
  });
  const path = join(root, 'data/raw/a.zip');
  await writeParts(path, parts);
  if (random.uniform() < 0.5) await writeFile(path, damage(random, await readFile(path)));
  const folders = {
    raw: join(root, 'data/raw'),
    interim: join(root, 'data/interim'),
    references: join(root, 'references'),
  };
  const ending = await unpack(folders);
  await checkFiles(root, contents, JSON.stringify(parts.map(([name]) => name)));
  return ending;
};

async function unpack(folders: Parameters<typeof unpackArchives>[0]): Promise<Ending> {
  try {
    await unpackArchives(folders, { limits: LIMITS });
    return 'right';
  } catch (error) {
    if (isUserError(error)) return 'refused';
    throw error;
  }
}

async function checkFiles(
  root: string,
  contents: ReadonlySet<string>,
  names: string,
): Promise<void> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name).slice(root.length + 1);
    if (entry.isDirectory() || path === 'data/raw/a.zip') continue;
    const inside = /^(data\/interim|references)\//.test(path) && entry.isFile();
    if (inside && contents.has(await readFile(join(root, path), 'utf8'))) continue;
    throw new Error(`An archive with ${names} left ${JSON.stringify(path)}.`);
  }
  // next to the folder lies only what other cases may use
  const beside = (await readdir(join(root, '..'))).filter((name) =>
    /^(a|x\.csv|y\.pdf)$/.test(name),
  );
  if (beside.length > 0)
    throw new Error(`An archive with ${names} wrote ${beside.join()} outside.`);
}
