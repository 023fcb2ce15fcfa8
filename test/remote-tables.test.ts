/** Tables on an HTTP server and on standard input, wherever a table is named. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openRun, prepareTables, scoreTable, trainRun } from '@anodec/pipeline';
import { expect, test } from 'vitest';
import { BIN } from './anodec-command.js';
import { createBench, plantTable, tinySettings } from './trust/plant.js';

const train = plantTable({ rows: 300 });
const tested = plantTable({ rows: 200, from: 400, attack: [100, 120] });

test('an address or - stands for a table in training and scoring', async () => {
  const bench = createBench();
  const server = createServer((request, response) => {
    response.end(request.url === '/train.csv' ? train : tested);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { paths } = await prepareTables({
      normal: `${host}/train.csv`,
      attack: `${host}/test.csv`,
      paths: bench.paths,
    });
    expect(paths.dataset).toMatch(/train$/);
    const { run } = await trainRun(tinySettings(paths, { kind: 'norm' }));
    const trained = await openRun(run.path);
    const local = await scoreTable(trained, bench.write('test.csv', tested));
    const remote = await scoreTable(trained, `${host}/test.csv`);
    expect(remote.detection).toEqual(local.detection);
    expect([remote.source, local.detection.alarms.length]).toEqual(['test.csv', 1]);
    const args = [BIN, 'score', '--model', run.path, '--input', '-', '--out', 'out.csv'];
    const { status, stdout } = spawnSync(process.execPath, args, {
      cwd: bench.path,
      input: tested,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, expect.stringContaining('standard-input.csv: 200 rows')]);
    const scores = bench.read('out.csv').trimEnd().split('\n').slice(1);
    expect(scores.map((line) => Number(line.split(',')[1]))).toEqual([...local.detection.score]);
  } finally {
    server.closeAllConnections();
    server.close();
    bench.remove();
  }
});

test('a command that explores a table explores one on standard input', () => {
  const bench = createBench();
  try {
    const { stdout, stderr } = spawnSync(process.execPath, [BIN, 'data', 'inspect', '-'], {
      cwd: bench.path,
      input: train,
      encoding: 'utf8',
    });
    expect([stdout, stderr]).toEqual([expect.stringContaining('300 rows'), '']);
  } finally {
    bench.remove();
  }
});
