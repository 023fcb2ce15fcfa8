/** Run directories: versions, files, status. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRun, listRuns, openRun } from './runs.js';

let root = '';
beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'anodec-runs-')), 'lightning_logs');
});
afterEach(() => rm(join(root, '..'), { recursive: true, force: true }));

test('numbers runs from 0, above the highest there is, past other names', async () => {
  expect((await createRun(root)).version).toBe(0);
  await mkdir(join(root, 'version_7'));
  await mkdir(join(root, 'version_12.bak'));
  await writeFile(join(root, 'README.md'), '');
  const run = await createRun(root);
  expect(run.version).toBe(8);
  expect(run.path).toBe(join(root, 'version_8'));
});

test('gives each of many at once a version of its own', async () => {
  const runs = await Promise.all(Array.from({ length: 20 }, () => createRun(root)));
  const versions = runs.map((run) => run.version ?? -1).sort((a, b) => a - b);
  expect(versions).toEqual(Array.from({ length: 20 }, (_, version) => version));
});

test('says so when the root lies below a file', async () => {
  const file = join(root, '..', 'file');
  await writeFile(file, '');
  for (const place of [file, join(file, 'logs')]) {
    const created = createRun(place);
    await expect(created).rejects.toThrow(DataError);
    await expect(created).rejects.toThrow(
      /cannot be written: .+ is a file where a folder must be\./,
    );
  }
});

test('opens a run by number, name, path, or as the last', async () => {
  await createRun(root);
  const second = await createRun(root);
  for (const which of [1, '1', 'version_1', 'last', second.path]) {
    expect((await openRun(root, which)).path).toBe(second.path);
  }
  expect((await openRun('elsewhere', join(root, 'version_0'))).version).toBe(0);
});

test('lists the versions there are when asked for another', async () => {
  await expect(openRun(root, 'last')).rejects.toThrow('got "last"; there are none.');
  await createRun(root);
  await createRun(root);
  for (const which of [5, 'version_5', '-1', 'nowhere', '1.5']) {
    const opened = openRun(root, which);
    await expect(opened).rejects.toThrow(DataError);
    await expect(opened).rejects.toThrow(`got "${which}"; there are version_0, version_1.`);
  }
});

test('sums up what each run says of itself, in order of number', async () => {
  const runs = await Promise.all(Array.from({ length: 11 }, () => createRun(root)));
  const run = await openRun(root, 10);
  await run.writeSummary({ detector: 'lstm', epochs: 3, attacksCaught: 28, attacks: 33 });
  await run.writeStatus('finished');
  const list = await listRuns(root);
  expect(list.map(({ version }) => version)).toEqual(runs.map((_, version) => version));
  expect(list[10]).toEqual({
    version: 10,
    path: run.path,
    created: list[10].created,
    status: 'finished',
    detector: 'lstm',
    epochs: 3,
    attacksCaught: 28,
    attacks: 33,
  });
  expect(Date.parse(list[10].created ?? '')).toBeGreaterThan(Date.parse('2020-01-01'));
  expect(list[0].status).toBe('running');
});

test('keeps the moment of creation when the status changes', async () => {
  const run = await createRun(root);
  const created = (await listRuns(root))[0].created;
  await run.writeStatus('stopped');
  expect((await listRuns(root))[0]).toMatchObject({ created, status: 'stopped' });
});

test('calls a run crashed whose process is gone, and believes another machine', async () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const run = await createRun(root);
  const record = { status: 'running', created: '2026-01-01', changed: '2026-01-01', process: gone };
  const status = join(run.path, 'status.json');
  await writeFile(status, JSON.stringify({ ...record, host: hostname() }));
  expect((await listRuns(root))[0].status).toBe('crashed');
  await writeFile(status, JSON.stringify({ ...record, host: `not-${hostname()}` }));
  expect((await listRuns(root))[0].status).toBe('running');
});

test('lists a run with damaged or missing files too', async () => {
  await mkdir(join(root, 'version_0'), { recursive: true });
  await mkdir(join(root, 'version_1'));
  await writeFile(join(root, 'version_1', 'status.json'), '{"status": "fini');
  await writeFile(join(root, 'version_1', 'summary.json'), '[1, 2');
  await mkdir(join(root, 'version_2'));
  await writeFile(join(root, 'version_2', 'summary.json'), '{"epochs": "many", "attacks": 3}');
  const path = (version: number) => join(root, `version_${version}`);
  expect(await listRuns(root)).toEqual([
    { version: 0, path: path(0), status: 'unknown' },
    { version: 1, path: path(1), status: 'unknown' },
    { version: 2, path: path(2), status: 'unknown', attacks: 3 },
  ]);
});

test('lists nothing where there is no root, and refuses a file as root', async () => {
  expect(await listRuns(root)).toEqual([]);
  await writeFile(root, '');
  await expect(listRuns(root)).rejects.toThrow(
    `a part of ${root} is a file where a folder must be`,
  );
});

test('leaves the files of earlier runs as they are', async () => {
  const first = await createRun(root);
  await first.writeConfig({ seed: 1 });
  const before = await readFile(join(first.path, 'config.json'), 'utf8');
  const second = await createRun(root);
  await second.writeConfig({ seed: 2 });
  expect(await readFile(join(first.path, 'config.json'), 'utf8')).toBe(before);
  expect(await readdir(first.path)).toEqual(['config.json', 'status.json']);
});
