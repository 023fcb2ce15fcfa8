/** The command `anodec watch`: the numbers of `anodec score`, and how it is stopped and goes on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRun, prepareTables, scoreTable, trainRun } from '@anodec/pipeline';
import { liveFiles, type LiveLine, type LiveRow } from '@anodec/runs';
import { watch, WatchConfig } from '@anodec/stream';
import { openSource } from '@anodec/tables';
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

/** Score, p-value and threshold of each row of the table, as a batch has them; null for what is not known. */
async function batchNumbers(name: string) {
  const path = bench.write('live.csv', table);
  const { detection } = await scoreTable(await openRun(runs[name]), path);
  const { score, pValues, limits } = detection;
  const known = (value: number) => (Number.isNaN(value) ? null : value);
  return {
    detection,
    rows: Array.from(score, (_, t) => [score[t], pValues[t], limits[t]].map(known)),
  };
}

function numbersOf(lines: string) {
  const all = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LiveLine);
  const rows = all.filter((line): line is LiveRow => !('kind' in line));
  const ends = all.filter((line) => 'kind' in line && line.state === 'end');
  return { ends, rows: rows.map(({ score, pValue, threshold }) => [score, pValue, threshold]) };
}

test('the command gives the rows of a pipe the numbers of a batch', async () => {
  const watched = await anodec(table, 'watch', runs.pca, '--to', 'stdout', '--out', 'piped');
  expect([watched.code, watched.err]).toEqual([0, expect.stringContaining('200 rows: 200 scored')]);
  expect(watched.out).toBe(results('piped'));
  const batch = await batchNumbers('pca');
  const { rows, ends } = numbersOf(watched.out);
  expect(rows).toEqual(batch.rows);
  expect([ends.length, batch.detection.alarms.length > 0]).toEqual([
    batch.detection.alarms.length,
    true,
  ]);
});

test('a network gives the rows of a file the numbers of a batch', async () => {
  const batch = await batchNumbers('lstm');
  await watch({
    artifact: await openRun(runs.lstm),
    source: openSource(join(bench.path, 'live.csv')),
    sinks: [],
    folder: join(bench.path, 'network'),
    settings: WatchConfig.parse({ once: true }),
  });
  const { rows } = numbersOf(results('network'));
  expect(rows).toEqual(batch.rows);
  expect(rows.filter(([score]) => score !== null).length).toBeGreaterThan(180);
});

const results = (name: string) => readFileSync(liveFiles(join(bench.path, name)).lines, 'utf8');

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
  expect(results('grown')).toBe(results('piped'));
});

test('the command says that it watches a source only when it was opened', async () => {
  const missing = await anodec('', 'watch', runs.pca, '--from', 'absent.csv', '--once');
  expect(missing.code).toBe(2);
  expect(missing.out).not.toContain('Watching');
});
