/** `anodec serve` as a command: the answer is the file that `anodec score` writes, and SIGTERM ends it in order. */
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

test('answers with the bytes of anodec score, and ends with 0 after SIGTERM, as of a container', async () => {
  const service = spawn(process.execPath, [BIN, 'serve', '--port', '0'], { cwd: folder.path });
  let out = '';
  service.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  const ended = new Promise<number | null>((resolve) => service.on('close', resolve));
  const ready = new Promise<void>((resolve) => {
    service.stdout.on('data', () => out.includes('Ctrl-C stops it.') && resolve());
  });
  await Promise.race([ready, ended]);
  const url = /Serving at (\S+)/.exec(out)?.[1] ?? '';
  const answer = await fetch(`${url}/artifacts/last/score`, {
    method: 'POST',
    body: folder.read('new.csv'),
    headers: { 'content-type': 'text/csv', accept: 'text/csv' },
  });
  const scores = await answer.text();
  service.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(out).toContain('last: Norm, 3 channels');
  const scored = folder.anodec('score', '--input', 'new.csv', '--out', 'scores.csv');
  expect([scored.code, scored.err]).toEqual([0, '']);
  expect(scores).toBe(folder.read('scores.csv'));
});
