/** What a run keeps about how it was made. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAt } from '@anodec/runs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeCommit, codeVersion, readProvenance, recordProvenance } from './provenance.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-provenance-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('keeps command, code and machine from the start, time and memory from the end on', async () => {
  const run = runAt(folder);
  expect(await readProvenance(run)).toBeUndefined();
  const complete = await recordProvenance(run, "anodec train --dataset 'a b'", 'c0ffee');
  const begun = await readProvenance(run);
  expect(begun).toMatchObject({
    command: "anodec train --dataset 'a b'",
    version: codeVersion(),
    node: process.version,
    settingsId: 'c0ffee',
  });
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
  expect(begun?.packages?.zod).toBe(dependencies.zod); // pinned there to the version installed
  expect(begun?.packages).toHaveProperty(['@tensorflow/tfjs-core']);
  expect(Object.keys(begun?.packages ?? {}).filter((name) => name.includes('anodec'))).toEqual([]);
  expect(begun).not.toHaveProperty('seconds');
  await complete();
  const done = await readProvenance(run);
  expect(done).toMatchObject({ ...begun });
  expect(done?.seconds).toBeGreaterThanOrEqual(0);
  expect(done?.peakMemory).toBeGreaterThan(1e7); // no Node runs in ten megabytes
});

test('leaves the command out where a program trained', async () => {
  const run = runAt(folder);
  await recordProvenance(run, undefined);
  expect(await readProvenance(run)).not.toHaveProperty('command');
});

test('refuses a damaged record by the name of its run', async () => {
  const run = runAt(folder);
  await run.writeProvenance({ formatVersion: 2 });
  await expect(readProvenance(run)).rejects.toThrow(`provenance.json of ${folder}`);
});

test('knows the commit of a working copy as a hash, or nothing', () => {
  const root = fileURLToPath(new URL('../../../..', import.meta.url));
  const isCheckout = existsSync(join(root, '.git/HEAD'));
  const head = ['-C', root, 'rev-parse', 'HEAD'];
  const commit = isCheckout ? execFileSync('git', head, { encoding: 'utf8' }).trim() : undefined;
  expect(codeCommit()).toBe(commit);
});
