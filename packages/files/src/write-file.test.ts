/** Tests of atomic writes. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFileAtomic } from './write-file.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-runs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('replaces a file and leaves nothing else behind', async () => {
  const path = join(folder, 'a', 'b.txt');
  await writeFileAtomic(path, 'old and long');
  await writeFileAtomic(path, [Buffer.from('n'), Buffer.from('ew')]);
  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await readdir(join(folder, 'a'))).toEqual(['b.txt']);
});

test('leaves one whole content when several write at once', async () => {
  const path = join(folder, 'x');
  const contents = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(100_000));
  await Promise.all(contents.map((content) => writeFileAtomic(path, content)));
  expect(contents).toContain(await readFile(path, 'utf8'));
  expect(await readdir(folder)).toEqual(['x']);
});

test('says so when the place lies below a file', async () => {
  await writeFile(join(folder, 'file'), '');
  const path = join(folder, 'file', 'x');
  const written = writeFileAtomic(path, 'x');
  await expect(written).rejects.toThrow(DataError);
  await expect(written).rejects.toThrow(
    `x cannot be written: a part of ${path} is a file where a folder must be. Check the path.`,
  );
});

test('says so when a folder is in the place, and removes what it wrote', async () => {
  await mkdir(join(folder, 'x'));
  await expect(writeFileAtomic(join(folder, 'x'), 'x')).rejects.toThrow('x cannot be written: ');
  expect(await readdir(folder)).toEqual(['x']);
});

test('keeps the old content when the disk is full, and removes what it wrote', async () => {
  // a limit on the size of files stands in for the disk; 2 blocks of 1024 bytes
  const path = join(folder, 'x');
  await writeFile(path, 'old');
  const script = `
    import { writeFileAtomic } from ${JSON.stringify(new URL('./write-file.ts', import.meta.url).href)};
    await writeFileAtomic(${JSON.stringify(path)}, 'x'.repeat(5000)).catch((error) =>
      console.log(error.name, error.message));`;
  const node = [process.execPath, '--conditions=@anodec/source', '--import', 'tsx'];
  const command = [...node, '--input-type=module', '-e', script];
  const said = execFileSync('bash', ['-c', 'ulimit -f 2; exec "$@"', 'bash', ...command]);
  expect(said.toString()).toBe(
    `DataError x cannot be written: ${path} would grow above the largest size allowed here. Raise that limit.\n`,
  );
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['x']);
});
