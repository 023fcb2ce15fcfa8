/** Copies of sources that fail, or into a folder that cannot be written to. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { DataError } from '@anodec/core';
import { afterAll, expect, test } from 'vitest';
import { copyStream } from './copy-bytes.js';
import { copyRecords } from './copy-records.js';
import type { Source, SourceRecord } from './source.js';

const folder = mkdtempSync(join(tmpdir(), 'anodec-copies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A source of these records, or one that fails before the first. */
function sourceOf(records: readonly SourceRecord[] | Error): Source {
  return {
    name: 'plant',
    canResume: false,
    async *read() {
      if (records instanceof Error) throw records;
      yield { records, position: {} };
    },
  };
}

test('a stream that fails at once leaves nothing that appears later', async () => {
  const path = join(folder, 'standard-input');
  for (let n = 0; n < 20; n++) {
    const stream = new Readable({
      read() {
        this.destroy(new DataError('gone'));
      },
    });
    await expect(copyStream(stream, folder, {})).rejects.toThrow('gone');
    rmSync(path, { force: true });
  }
  await setTimeout(50); // for what the system still does with files that are being opened
  expect(existsSync(path)).toBe(false);
});

test('a source that fails at once leaves nothing that appears later', async () => {
  const own = mkdtempSync(join(folder, 'records-'));
  const files = [join(own, 'plant.csv'), join(own, 'rows.jsonl')];
  for (let n = 0; n < 20; n++) {
    await expect(copyRecords(sourceOf(new DataError('gone')), own, {})).rejects.toThrow('gone');
    for (const path of files) rmSync(path, { force: true });
  }
  await setTimeout(50);
  expect(files.filter((path) => existsSync(path))).toEqual([]);
});

test('a folder that is not there is said in a sentence', async () => {
  const gone = join(folder, 'gone');
  await expect(copyRecords(sourceOf(['a,b', '1,2']), gone, {})).rejects.toThrow(
    `plant.csv cannot be written: there is nothing at ${gone}. Check the path.`,
  );
});

test('lines are copied as they are, objects below the names that any of them has', async () => {
  const lines = await copyRecords(sourceOf(['a,b', '1,2']), folder, {});
  expect(readFileSync(lines, 'utf8')).toBe('a,b\n1,2\n');
  const objects = await copyRecords(sourceOf([{ a: 1 }, { a: 2, 'b c': 'x,"y"' }]), folder, {});
  expect(readFileSync(objects, 'utf8')).toBe('a,b c\n1,\n2,"x,""y"""\n');
});
