/** Files that grow, are rotated and cut off, on a real disk. */
import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { growingFile } from './growing-file.js';
import type { SourceBatch, SourcePosition } from './source.js';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-grow-'));
  path = join(folder, 'plant.csv');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Follows the file until so many lines were there, and says what was noted. */
async function follow(lines: number, from?: SourcePosition) {
  const stop = new AbortController();
  const notes: string[] = [];
  const batches: SourceBatch[] = [];
  const records = () => batches.flatMap((batch) => batch.records);
  const reading = growingFile(path).read({
    follow: true,
    signal: stop.signal,
    note: (line) => notes.push(line),
    ...(from && { from }),
  });
  for await (const batch of reading) {
    batches.push(batch);
    if (records().length >= lines) stop.abort();
  }
  return { records: records(), notes, batches };
}

test('waits for lines to be complete, and knows where they end', async () => {
  await writeFile(path, 'a,b\n1,2\r\n3,');
  const both = follow(3);
  await appendFile(path, '4\n5,');
  const { records, batches } = await both;
  expect(records).toEqual(['a,b', '1,2', '3,4']);
  expect(batches.at(-1)?.position.offset).toBe('a,b\n1,2\r\n3,4\n'.length);
  expect(batches.map(({ isStart }) => isStart)[0]).toBe(true);
});

test('goes on behind the last complete line, in whatever pieces it was read', async () => {
  await writeFile(path, 'a\n1\n2\n');
  const { batches } = await follow(3);
  await appendFile(path, '3\nä');
  const { records, batches: later } = await follow(1, batches.at(-1)?.position);
  expect([records, later[0].isStart]).toEqual([['3'], false]);
});

test('reads a file to its end when it is rotated, then the one in its place', async () => {
  await writeFile(path, 'a\n1\n');
  const all = follow(5);
  await appendFile(path, '2');
  await rename(path, `${path}.1`);
  await writeFile(path, 'a\n3\n');
  const { records, notes, batches } = await all;
  expect(records).toEqual(['a', '1', '2', 'a', '3']);
  expect(batches.at(-1)?.isStart).toBe(true);
  expect(notes).toEqual([
    'plant.csv was replaced by another file; the lines of plant.csv come next.',
  ]);
});

test('finds the rest of a file that was rotated while nobody read it', async () => {
  await writeFile(path, 'a\n1\n');
  const { batches } = await follow(2);
  await appendFile(path, '2\n');
  await rename(path, `${path}.1`);
  await writeFile(path, 'a\n3\n');
  const { records } = await follow(3, batches.at(-1)?.position);
  expect(records).toEqual(['2', 'a', '3']);
});

test('reads every file in between where it was rotated more than once', async () => {
  await writeFile(path, 'a\n1\n');
  const { batches } = await follow(2);
  const position = batches.at(-1)?.position;
  for (const [n, row] of [2, 3, 4].entries()) {
    await appendFile(path, `${row}\n`);
    await rename(path, `${path}.${n}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await writeFile(path, 'a\n');
  }
  await appendFile(path, '5\n');
  const { records } = await follow(7, position);
  expect(records).toEqual(['2', 'a', '3', 'a', '4', 'a', '5']);
});

test('begins again where a file is cut off or rewritten, and says so', async () => {
  await writeFile(path, 'a\n1\n2\n');
  const all = follow(5);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await truncate(path, 0);
  await appendFile(path, 'a\n3\n');
  const { records, notes, batches } = await all;
  expect(records).toEqual(['a', '1', '2', 'a', '3']);
  expect(notes).toEqual(['plant.csv was cut off; the lines of plant.csv come next.']);
  await writeFile(path, 'a\n7\n8\n9\n');
  const again = await follow(4, batches.at(-1)?.position);
  expect(again.records).toEqual(['a', '7', '8', '9']);
  expect(again.notes[0]).toContain('is not the file that was read up to byte 4');
});

test('ends with the last line where it is not to wait, and says what is no file', async () => {
  await writeFile(path, 'a\n1');
  const records: unknown[] = [];
  for await (const batch of growingFile(path).read({ follow: false })) {
    records.push(...batch.records);
  }
  expect(records).toEqual(['a', '1']);
  const read = (place: string) =>
    growingFile(place).read({ follow: false })[Symbol.asyncIterator]();
  await expect(read(folder).next()).rejects.toThrow('must be a file, got a folder');
  await expect(read(join(folder, 'none.csv')).next()).rejects.toThrow('Check the path');
});

test('refuses bytes that are no text', async () => {
  await writeFile(path, Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a]));
  const reading = growingFile(path).read({ follow: false })[Symbol.asyncIterator]();
  await expect(reading.next()).rejects.toThrow('plant.csv must send text in UTF-8');
});
