/** The command `anodec watch`: the numbers of `anodec score`, and how it is stopped and goes on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareTables, trainRun } from '@anodec/pipeline';
import { liveFiles, type LiveLine, type LiveRow } from '@anodec/runs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BIN } from './anodec-command.js';
import { type Bench, createBench, plantTable, tinySettings } from './trust/plant.js';

let bench: Bench;
const runs: Record<string, string> = {};
beforeAll(async () => {
  bench = createBench();
  const { paths } = await prepareTables(bench.tables('plant'));
  for (const [name, detector] of Object.entries({ pca: { kind: 'pca' }, lstm: {} })) {
    runs[name] = (await trainRun(tinySettings(paths, detector))).run.path;
  }
});
afterAll(() => bench.remove());

/** Runs a command with something on its standard input. */
async function anodec(input: string, ...args: string[]) {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: bench.path });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

const table = plantTable({ rows: 200, from: 400, attack: [100, 120] });

test.each(['pca', 'lstm'])('watch gives a table the numbers of score, %s', async (name) => {
  bench.write('live.csv', table);
  const [scored, watched] = await Promise.all([
    anodec('', 'score', '--model', runs[name], '--input', 'live.csv', '--out', `${name}.csv`),
    anodec(table, 'watch', runs[name], '--to', 'stdout', '--out', name),
  ]);
  expect([scored.code, watched.code, watched.err]).toEqual([
    0,
    0,
    expect.stringContaining('200 rows: 200 scored'),
  ]);
  expect(watched.out).toBe(readFileSync(liveFiles(join(bench.path, name)).lines, 'utf8'));
  const lines = watched.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LiveLine);
  const rows = lines.filter((line): line is LiveRow => !('kind' in line));
  const [, ...cells] = bench
    .read(`${name}.csv`)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  // time,score,p_value,threshold,anomaly_predicted,alarm,reason; what is not known is empty
  expect(
    rows.map(({ score, pValue, threshold }) => [score, pValue, threshold].map((n) => n ?? '')),
  ).toEqual(
    cells.map(([, ...numbers]) =>
      numbers.slice(0, 3).map((text) => (text === '' ? '' : Number(text))),
    ),
  );
  expect(rows.filter(({ score }) => score !== null).length).toBeGreaterThan(180);
  expect(lines.some((line) => 'kind' in line && line.kind === 'alarm')).toBe(true);
});

test('follows a file until Ctrl-C, and goes on from there', async () => {
  const [header, ...lines] = table.trimEnd().split('\n');
  const file = bench.write('grows.csv', `${header}\n${lines.slice(0, 50).join('\n')}\n`);
  const args = ['watch', runs.pca, '--from', file, '--out', 'grown'];
  const child = spawn(process.execPath, [BIN, ...args, '--to', 'stdout'], { cwd: bench.path });
  let [out, err] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)));
  const seen = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += String(chunk);
      if (out.includes('"row":49,') && !out.includes('"row":50,')) {
        appendFileSync(file, `${lines[50]}\n`);
      }
      if (out.includes('"row":50,')) resolve();
    });
  });
  await seen;
  const stopped = performance.now();
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(130);
  expect(performance.now() - stopped).toBeLessThan(2000);
  expect(err).toContain('51 rows: 51 scored');
  expect(err).toContain('the same command goes on from here');
  appendFileSync(file, `${lines.slice(51).join('\n')}\n`);
  const rest = await anodec('', ...args, '--once');
  expect(rest.out).toContain('200 rows, 51 of them before this start: 200 scored');
  const whole = await anodec(table, 'watch', runs.pca, '--out', 'at-once');
  expect(whole.code).toBe(0);
  const results = (name: string) => readFileSync(liveFiles(join(bench.path, name)).lines, 'utf8');
  expect(results('grown')).toBe(results('at-once'));
});
