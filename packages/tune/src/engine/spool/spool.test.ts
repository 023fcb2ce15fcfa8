/** Tests of what a closed folder of jobs keeps after a worker was killed while it wrote an end. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { draftOf, filesOf } from './job-files.js';
import { openSpool } from './spool.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-spool-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () =>
  openSpool({ task: { name: 'a', module: 'file:///a.js', settings: {} }, folder, workers: 1 });

/** The number of a process that has ended. */
const ended = spawnSync(process.execPath, ['-e', '']).pid;

/** The draft of an end, and the draft of that draft, as a process leaves them when it is killed. */
function leaveDrafts(path: string, host: string, pid: number): void {
  const draft = `job.end.json.${host}.${pid}`;
  writeFileSync(join(path, draft), '{');
  writeFileSync(join(path, `.${draft}.${host}.${pid}.an-id.tmp`), '{');
}

test('a folder goes with the drafts of ends whose process has ended', async () => {
  const spool = await open();
  leaveDrafts(spool.path, hostname(), ended);
  await spool.close();
  expect(existsSync(spool.path)).toBe(false);
});

test('drafts of running processes and of other machines stay, and keep the folder', async () => {
  const spool = await open();
  leaveDrafts(spool.path, hostname(), process.pid);
  leaveDrafts(spool.path, `not-${hostname()}`, ended);
  await spool.close();
  expect(readdirSync(spool.path)).toHaveLength(5); // and the task
});

test('an end that nobody has read keeps the folder', async () => {
  const spool = await open();
  const files = filesOf(join(spool.path, 'job.json'));
  writeFileSync(files.end, '{}');
  expect(draftOf(files)).toBe(`${files.end}.${hostname()}.${process.pid}`);
  await spool.close();
  expect(existsSync(files.end)).toBe(true);
});
