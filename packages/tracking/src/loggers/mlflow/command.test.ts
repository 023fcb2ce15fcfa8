/** A training logged to an MLflow server, through the built command in a process of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MlflowServer, startMlflowServer } from './server.fixture.js';

/** The built command; `npm test` builds it first. */
const BIN = fileURLToPath(new URL('../../../../cli/dist/bin.js', import.meta.url));

let folder = '';
let server: MlflowServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-logged-'));
  server = await startMlflowServer();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Runs the command without blocking this process, which has the server. */
function anodec(...args: string[]): Promise<{ code: number | null; err: string }> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, err })));
}

const TINY = '--max-epochs 1 --window-size 5 --hidden-size 4 --embedding-size 2 --backend cpu';

/** Two waves; in the row `broken` and the nine after it the first one is far off. */
function waves(rows: number, broken = Infinity): string {
  const lines = Array.from({ length: rows }, (_, t) => {
    const isBroken = t >= broken && t < broken + 10;
    return `${isBroken ? 9 : Math.sin(t / 7).toFixed(4)},${Math.cos(t / 11).toFixed(4)}`;
  });
  return `A,B\n${lines.join('\n')}\n`;
}

test('run logs settings, losses, results and the report', async () => {
  writeFileSync(join(folder, 'train.csv'), waves(300));
  writeFileSync(join(folder, 'test.csv'), waves(200, 110));
  const tables = ['--normal', 'train.csv', '--attack', 'test.csv', '--dataset', 'plant'];
  const few = [...TINY.split(' '), '--sample-size', '50', '--baselines', 'none'];
  const logging = ['--logger', 'mlflow', '--tracking-uri', server.uri, '--experiment-name', 'e'];
  expect(await anodec('run', ...tables, ...few, ...logging)).toEqual({ code: 0, err: '' });
  const [run] = server.runs.values();
  expect([run.experiment, run.status]).toEqual(['e', 'FINISHED']);
  expect(run.tags.get('mlflow.source.name')).toMatch(/^anodec run --normal train\.csv/);
  expect(run.params.get('detector.windowSize')).toBe('5');
  const keys = run.metrics.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining(['train_loss', 'val_loss', 'best_val_loss']));
  expect([...run.artifacts.keys()]).toEqual(
    expect.arrayContaining(['config.json', 'report.html', 'report.json']),
  );
  const config = readFileSync(join(folder, 'lightning_logs/version_0/config.json'), 'utf8');
  expect(JSON.parse(config)).toMatchObject({ logging: { logger: 'mlflow', experimentName: 'e' } });
});
