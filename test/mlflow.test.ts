/** A training logged to an MLflow server, through the built command in a process of its own. */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type MlflowServer,
  startMlflowServer,
} from '../packages/pipeline/src/loggers/mlflow/server.fixture.js';
import { BIN, createWorkplace, TINY, waves, type Workplace } from './anodec-command.js';

let folder: Workplace;
let server: MlflowServer;
beforeAll(async () => {
  folder = createWorkplace();
  server = await startMlflowServer();
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

/** Runs the command without blocking this process, which has the server. */
function anodec(...args: string[]): Promise<{ code: number | null; err: string }> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder.path });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, err })));
}

test('run logs settings, losses, results and the report', async () => {
  folder.write('train.csv', waves(300));
  const attack = (row: string[], t: number): string[] =>
    t > 100 && t < 120 ? ['9', ...row.slice(1)] : row;
  folder.write('test.csv', waves(200, attack));
  const tables = ['--normal', 'train.csv', '--attack', 'test.csv', '--dataset', 'plant'];
  const few = [...TINY, '--sample-size', '50', '--baselines', 'none'];
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
  expect(JSON.parse(folder.read('lightning_logs/version_0/config.json'))).not.toHaveProperty(
    'logging',
  );
}, 60_000);
