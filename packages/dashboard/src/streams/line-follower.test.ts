/** Tests of following a file: whole lines, each once, and a new beginning where the file is another. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { followLines } from './line-follower.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-lines-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('gives each whole line once, also one whose end comes later and cuts a character', async () => {
  const path = join(folder, 'a.jsonl');
  const look = followLines(path);
  expect(await look()).toEqual({ lines: [], restarted: false });
  const bytes = Buffer.from('one\ntäglich\nthree');
  writeFileSync(path, bytes.subarray(0, 6)); // within the ä
  expect((await look()).lines).toEqual(['one']);
  appendFileSync(path, bytes.subarray(6));
  expect((await look()).lines).toEqual(['täglich']);
  appendFileSync(path, '\n');
  expect((await look()).lines).toEqual(['three']);
  expect((await look()).lines).toEqual([]);
});

test('begins anew where the file became shorter', async () => {
  const path = join(folder, 'b.jsonl');
  writeFileSync(path, 'one\ntwo\n');
  const look = followLines(path);
  await look();
  writeFileSync(path, 'new\n');
  expect(await look()).toEqual({ lines: ['new'], restarted: true });
});

test('reads the end of a long file alone, without the line that it begins within', async () => {
  const path = join(folder, 'c.jsonl');
  writeFileSync(path, 'one\ntwo\nthree\nfour\n');
  expect((await followLines(path, 14)()).lines).toEqual(['three', 'four']);
  expect((await followLines(path, 10)()).lines).toEqual(['four']);
  expect((await followLines(path, 100)()).lines).toEqual(['one', 'two', 'three', 'four']);
});
