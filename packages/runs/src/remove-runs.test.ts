/** Removal of runs: what has to stay stays, and an interruption leaves no half run. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGroup, groupsByRun } from './groups.js';
import { filesOf, removeRuns, resumedFrom } from './remove-runs.js';
import type { Run } from './run.js';
import { createRun } from './runs.js';

let root = '';
beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'anodec-remove-')), 'lightning_logs');
});
afterEach(() => rm(join(root, '..'), { recursive: true, force: true }));

async function finishedRun(config: Readonly<Record<string, unknown>> = {}): Promise<Run> {
  const run = await createRun(root);
  await run.writeConfig(config);
  await run.writeStatus('finished');
  return run;
}

test('removes a run whole, says what was freed, and leaves the others', async () => {
  const [first, second] = [await finishedRun(), await finishedRun()];
  const files = await filesOf(first.path);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  expect(files.map(({ name }) => name).sort()).toEqual(['config.json', 'status.json']);
  expect(await removeRuns({ runs: [first] })).toEqual({ paths: [first.path], files: 2, bytes });
  expect(await readdir(root)).toEqual(['version_1']);
  expect(existsSync(second.path)).toBe(true);
});

test('keeps a run that is being written, and the others named with it', async () => {
  const [done, going] = [await finishedRun(), await createRun(root)];
  const removal = removeRuns({ runs: [done, going] });
  await expect(removal).rejects.toThrow(
    `${going.path} must not be removed while it is written, by process ${process.pid}`,
  );
  expect(await readdir(root)).toEqual(['version_0', 'version_1']);
});

test('keeps a run that another was resumed from, unless both go', async () => {
  const earlier = await finishedRun();
  const later = await finishedRun({ resumedFrom: 'lightning_logs/version_0' });
  const other = await finishedRun({ resumedFrom: 'other_logs/version_0' });
  expect(await resumedFrom(earlier)).toEqual(['version_1']);
  await expect(removeRuns({ runs: [earlier] })).rejects.toThrow(
    `${earlier.path} must stay, as version_1 was resumed from it. Remove version_1, too.`,
  );
  const { paths } = await removeRuns({ runs: [earlier, later] });
  expect(paths).toEqual([later.path, earlier.path]);
  expect(await readdir(root)).toEqual([`version_${other.version}`]);
});

test('keeps the runs of a group, which goes with all of them', async () => {
  const [member, other, alone] = [await finishedRun(), await finishedRun(), await finishedRun()];
  const members = [
    { seed: 1, version: 0 },
    { seed: 2, version: 1 },
    { seed: 3, version: null },
  ];
  const group = await createGroup(root, { config: {}, members });
  await expect(removeRuns({ runs: [member] })).rejects.toThrow(
    `${member.path} must stay, as group_0 compares its seed with others.`,
  );
  const { paths } = await removeRuns({ runs: [], groups: [group] });
  expect(paths).toEqual([group.path, other.path, member.path]);
  expect(await readdir(root)).toEqual([`version_${alone.version}`]);
  expect((await groupsByRun(root)).size).toBe(0);
});

test('deletes what an interrupted removal left', async () => {
  const run = await finishedRun();
  const left = join(root, '.removed-version_9-1-1');
  await mkdir(left);
  await writeFile(join(left, 'config.json'), '{}');
  await removeRuns({ runs: [run] });
  expect(await readdir(root)).toEqual([]);
});
