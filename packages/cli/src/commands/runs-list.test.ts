/** Tests of the list of runs, and of one run, where seeds make groups. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentProgress } from '@anodec/core';
import type { GivenSettings } from '@anodec/pipeline/basics';
import { createGroup, createRun } from '@anodec/runs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Command } from '../command.js';
import { runsList } from './runs-list.js';
import { runsShow } from './runs-show.js';

let logs = '';
beforeEach(() => {
  logs = mkdtempSync(join(tmpdir(), 'anodec-list-'));
});
afterEach(() => rmSync(logs, { recursive: true, force: true }));

async function linesOf(command: Command, settings: GivenSettings) {
  const lines: string[] = [];
  const { signal } = new AbortController();
  const print = (line = '') => void lines.push(line);
  await command.execute(settings, { print, progress: silentProgress, signal });
  return lines;
}

test('marks the runs of a group in the list, and has no such column without groups', async () => {
  for (let n = 0; n < 3; n++) await createRun(logs);
  const before = await linesOf(runsList, { paths: { logs } });
  expect(before[0]).not.toContain('group');

  const members = [
    { seed: 7, version: 0 },
    { seed: 8, version: 2 },
    { seed: 9, version: null },
  ];
  await createGroup(logs, { config: {}, members });
  const [head, ...rows] = await linesOf(runsList, { paths: { logs } });
  expect(head).toMatch(/group$/);
  expect(rows.map((row) => row.endsWith('group_0'))).toEqual([true, false, true]);
});

test('shows of a run with seeds beside it where the report of all is', async () => {
  for (let n = 0; n < 2; n++) await (await createRun(logs)).writeHparams({});
  await createGroup(logs, { config: {}, members: [{ seed: 7, version: 1 }] });
  const shown = async (run: string) => (await linesOf(runsShow, { choice: { run, logs } })).join();
  expect(await shown('1')).toContain(`npx anodec evaluate group_0 --logs ${logs} writes ${logs}`);
  expect(await shown('0')).not.toContain('group_0');
});
