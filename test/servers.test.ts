/** `anodec serve` and `anodec dashboard` as commands: what they answer, and that SIGTERM ends them in order. */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BIN, createWorkplace, type Workplace, waves } from './anodec-command.js';

let folder: Workplace;
beforeAll(() => {
  folder = createWorkplace();
  folder.write('train.csv', waves(300));
  folder.write(
    'new.csv',
    waves(80, (row, t) => (t === 40 ? [row[0], '9', row[2]] : row)),
  );
  const tables = ['--normal', 'train.csv', '--attack', 'new.csv'];
  const { code, err } = folder.anodec('run', ...tables, '--detector', 'norm');
  if (code !== 0) throw new Error(err);
});
afterAll(() => folder.remove());

/** Runs a command that serves, until `use` is done with it. @returns exit code and output */
async function whileServing(args: readonly string[], use: (url: string) => Promise<void>) {
  const server = spawn(process.execPath, [BIN, ...args, '--port', '0'], { cwd: folder.path });
  let out = '';
  server.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  const ended = new Promise<number | null>((resolve) => server.on('close', resolve));
  const ready = new Promise<void>((resolve) => {
    server.stdout.on('data', () => out.includes('Ctrl-C stops it.') && resolve());
  });
  await Promise.race([ready, ended]);
  await use(/http:\S+/.exec(out)?.[0] ?? '');
  server.kill('SIGTERM');
  return { code: await ended, out };
}

test('serve answers with the bytes of anodec score', async () => {
  let scores = '';
  const { code, out } = await whileServing(['serve'], async (url) => {
    const answer = await fetch(`${url}/artifacts/last/score`, {
      method: 'POST',
      body: folder.read('new.csv'),
      headers: { 'content-type': 'text/csv', accept: 'text/csv' },
    });
    scores = await answer.text();
  });
  expect(code).toBe(0);
  expect(out).toContain('last: Norm, 3 channels');
  const scored = folder.anodec('score', '--input', 'new.csv', '--out', 'scores.csv');
  expect([scored.code, scored.err]).toEqual([0, '']);
  expect(scores).toBe(folder.read('scores.csv'));
});

test('dashboard shows the run with its alarm and its report', async () => {
  const { code } = await whileServing(['dashboard'], async (url) => {
    const page = async (path: string) => (await fetch(`${url}${path}`)).text();
    expect(await page('/')).toContain('<a href="/runs/version_0">version_0</a>');
    expect(await page('/runs/version_0')).toContain('B 97 %');
    expect(await page('/runs/version_0/report')).toContain('<html');
  });
  expect(code).toBe(0);
});
