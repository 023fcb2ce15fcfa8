/** The MLflow logger against a server that refuses what a real one refuses, one that is down, and a real one. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, StoppedError } from '@anodec/core';
import type { EpochReport, FitAccess } from '@anodec/model';
import { parseTrainSettings } from '@anodec/pipeline';
import { createRun, type Run } from '@anodec/runs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogging, sendLog, trackEvaluation } from '../logging.js';
import { MlflowClient, mlflowKey, shorten } from './client.js';
import { type MlflowServer, startMlflowServer } from './server.fixture.js';
import { trackingServer } from './tracking-server.js';

let logs = '';
let server: MlflowServer;
const notes: string[] = [];
const note = (line: string): void => void notes.push(line);
beforeEach(async () => {
  logs = mkdtempSync(join(tmpdir(), 'anodec-mlflow-'));
  server = await startMlflowServer();
  notes.length = 0;
});
afterEach(async () => {
  await server.close();
  rmSync(logs, { recursive: true, force: true });
});

const report = (epoch: number, loss: number): EpochReport => ({
  epoch,
  step: 10 * (epoch + 1),
  train: { loss },
  valid: { loss: loss / 2 },
  seconds: 1,
  loss: loss / 2,
  isBest: true,
});

/** Trains as `trainRun` does, as far as a logger sees of it. */
async function train(
  uri: string,
  losses: readonly number[],
  afterEpoch?: (epoch: number) => Promise<void>,
): Promise<Run> {
  const settings = { logger: 'mlflow' as const, trackingUri: uri, experimentName: 'plant' };
  const logging = createLogging(settings, note);
  const listeners = logging.listen({});
  const run = await createRun(logs);
  await run.writeConfig(parseTrainSettings({ detector: { hiddenSize: 7 } }));
  await logging.during(async () => {
    await listeners.onRun?.(run);
    for (const [epoch, loss] of losses.entries()) {
      for (const callback of listeners.callbacks ?? []) {
        await callback.onEpochEnd?.(report(epoch, loss), {} as FitAccess);
      }
      await afterEpoch?.(epoch);
    }
    await run.writeStatus('finished');
  });
  return run;
}

const only = ({ runs }: MlflowServer) => [...runs.values()][0];

test('logs settings, losses with their steps, and the end', async () => {
  await train(server.uri, [4, 2]);
  const run = only(server);
  expect([server.runs.size, run.experiment, run.name, run.status]).toEqual([
    1,
    'plant',
    'version_0',
    'FINISHED',
  ]);
  expect(run.params.get('detector.hiddenSize')).toBe('7');
  expect(run.params.get('baselines.baselines')).toBe('["pca","norm","linear"]');
  expect(run.tags.get('anodec.settingsId')).toMatch(/^[0-9a-f]{12}$/);
  const losses = run.metrics.filter(({ key }) => key === 'train_loss' || key === 'val_loss');
  expect(losses.map(({ key, value, step }) => [key, value, step])).toEqual([
    ['train_loss', 4, 10],
    ['val_loss', 2, 10],
    ['train_loss', 2, 20],
    ['val_loss', 1, 20],
  ]);
  expect(notes).toEqual([]);
});

test('logs a loss that is no number, and a training that was stopped', async () => {
  const training = train(server.uri, [NaN], async () => {
    throw new StoppedError('Stopped.');
  });
  await expect(training).rejects.toThrow('Stopped.');
  expect(only(server).metrics.find(({ key }) => key === 'train_loss')?.value).toBe('NaN');
  expect(only(server).status).toBe('KILLED');
});

test('goes on training where the server is down, says so at once and at the end, and sends later', async () => {
  const { uri } = server;
  await server.close();
  const run = await train(uri, [4, 2, 1]);
  expect(notes).toHaveLength(2); // at the beginning and at the end, not at each epoch
  expect(notes[0]).toMatch(
    /^Not logged to MLflow: .+ does not answer \(ECONNREFUSED\)\. Nothing is lost/,
  );
  expect(notes[1]).toContain(`anodec runs log ${run.path} --to mlflow sends it.`);
  server = await startMlflowServer();
  expect(await sendLog(run, 'mlflow', note, { trackingUri: server.uri })).toBe(true);
  expect(only(server).metrics.filter(({ key }) => key === 'train_loss')).toHaveLength(3);
  expect(only(server).status).toBe('FINISHED');
  const before = server.requests.length;
  expect(await sendLog(run, 'mlflow', note, { trackingUri: server.uri })).toBe(true);
  expect(server.requests.length).toBe(before); // nothing is left to send
});

test('loses nothing where the server goes down in between, and sends nothing twice', async () => {
  const down = server;
  const run = await train(server.uri, [8, 4, 2], async (epoch) => {
    if (epoch === 0) await down.close();
  });
  expect(notes.length).toBeGreaterThan(0);
  // the server returns with what it had: its run, known by the journal
  const back = await startMlflowServer();
  const client = new MlflowClient(trackingServer(back.uri));
  await client.createRun(await client.experiment('plant'), 'version_0', 1, []);
  expect(await sendLog(run, 'mlflow', note, { trackingUri: back.uri })).toBe(true);
  const steps = only(back)
    .metrics.filter(({ key }) => key === 'train_loss')
    .map(({ step }) => step);
  expect(steps).toEqual([20, 30]);
  await back.close();
});

test('sends a run that was not logged from its files', async () => {
  const run = await createRun(logs);
  await run.writeConfig(parseTrainSettings({}));
  const metrics = await run.openMetrics(['epoch', 'step', 'train_loss', 'val_loss', 'seconds']);
  await metrics.append({ epoch: 0, step: 5, train_loss: 0.5, val_loss: 0.25, seconds: 2 });
  await run.writeStatus('failed');
  await expect(sendLog(run, 'mlflow', note, { trackingUri: server.uri })).resolves.toBe(true);
  expect(only(server).metrics.map(({ key, value, step }) => [key, value, step])).toEqual([
    ['train_loss', 0.5, 5],
    ['val_loss', 0.25, 5],
    ['epoch_seconds', 2, 5],
  ]);
  expect(only(server).status).toBe('FAILED');
});

test('uploads reports after an evaluation, to the run that the training made', async () => {
  const run = await train(server.uri, [1]);
  await run.writeScoresCsv('a\n');
  await run.writeChart('score', '<svg/>');
  await trackEvaluation(run, note);
  const { artifacts } = only(server);
  expect([...artifacts.keys()].sort()).toEqual(['config.json', 'pictures/score.svg']);
  expect(artifacts.get('config.json')).toContain('"hiddenSize"');
});

test('says where files are not uploaded, as the server keeps them elsewhere', async () => {
  await server.close();
  server = await startMlflowServer('s3://bucket/');
  await trackEvaluation(await train(server.uri, [1]), note);
  expect(notes).toEqual([
    'Files of the run were not uploaded: the MLflow server keeps them at s3: and not behind its own address ' +
      '(mlflow server --serve-artifacts).',
  ]);
});

test('splits what is more than one request takes', async () => {
  const client = new MlflowClient(trackingServer(server.uri));
  const id = await client.experiment('many');
  const { runId } = await client.createRun(id, 'run', 1, []);
  const texts = Array.from({ length: 250 }, (_, i) => ({ key: `p${i}`, value: 'x' }));
  const metrics = Array.from({ length: 2500 }, (_, i) => ({
    key: 'm',
    value: i,
    timestamp: 1,
    step: i,
  }));
  await client.logBatch(runId, { metrics, params: texts, tags: texts });
  expect(server.requests.filter((one) => one.endsWith('log-batch'))).toHaveLength(3 + 3 + 3);
  expect(only(server).metrics).toHaveLength(2500);
  expect([only(server).params.size, only(server).tags.size]).toEqual([250, 250]);
});

test('writes names and values as all servers take them', () => {
  expect(mlflowKey('pa%k: f1')).toBe('pa_k_ f1');
  expect(mlflowKey('x'.repeat(300))).toHaveLength(250);
  expect(shorten('abcdef', 4)).toBe('abc…');
  expect(shorten('abcd', 4)).toBe('abcd');
});

test('sends credentials of the environment, and writes them nowhere', async () => {
  const secret = 'open-sesame';
  const { host } = new URL(server.uri);
  const found = trackingServer(undefined, { MLFLOW_TRACKING_URI: `http://me:${secret}@${host}` });
  expect(found.uri).toBe(server.uri);
  await new MlflowClient(found).experiment('secret');
  const basic = `Basic ${Buffer.from(`me:${secret}`).toString('base64')}`;
  expect(server.credentials).toEqual([basic, basic]);
  const token = trackingServer(server.uri, { MLFLOW_TRACKING_TOKEN: secret });
  expect(token.headers).toEqual({ authorization: `Bearer ${secret}` });
  process.env.MLFLOW_TRACKING_TOKEN = secret;
  try {
    const run = await train(server.uri, [1]);
    expect(server.credentials.at(-1)).toBe(`Bearer ${secret}`);
    for (const name of readdirSync(run.path)) {
      expect(readFileSync(join(run.path, name), 'utf8')).not.toContain(secret);
    }
  } finally {
    delete process.env.MLFLOW_TRACKING_TOKEN;
  }
});

test.each([
  ['http://me:hush@localhost:5000', 'must hold no user name and no password'],
  ['file:///tmp/mlruns', 'must begin with http:// or https://'],
  ['', 'must name the MLflow server'],
])('refuses the address %s before anything is trained, without repeating it', (uri, message) => {
  const settings = { logger: 'mlflow' as const, trackingUri: uri };
  expect(() => createLogging(settings, note)).toThrow(message);
  expect(() => createLogging(settings, note)).toThrow(ConfigError);
  expect(() => createLogging(settings, note)).not.toThrow('hush');
});

const python = process.env.ANODEC_PYTHON ?? 'python3';
const hasMlflow = spawnSync(python, ['-c', 'import mlflow']).status === 0;

test.skipIf(!hasMlflow)(
  'a real mlflow server keeps the same (needs mlflow in Python)',
  async () => {
    const port = 5600 + (process.pid % 300);
    const uri = `http://127.0.0.1:${port}`;
    const store = ['--backend-store-uri', `sqlite:///${join(logs, 'mlflow.db')}`];
    const args = ['-m', 'mlflow', 'server', '--port', String(port), ...store];
    const files = ['--serve-artifacts', '--artifacts-destination', join(logs, 'artifacts')];
    const real = spawn(python, [...args, ...files], { detached: true, stdio: 'ignore' });
    try {
      await expect
        .poll(() => fetch(`${uri}/health`).then(({ ok }) => ok), { timeout: 60_000 })
        .toBe(true);
      const run = await train(uri, [4, NaN, 1]);
      await run.writeChart('score', '<svg/>');
      await trackEvaluation(run, note);
      expect(notes).toEqual([]);
      const query = {
        experiment_ids: [await new MlflowClient(trackingServer(uri)).experiment('plant')],
      };
      const found = await fetch(`${uri}/api/2.0/mlflow/runs/search`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(query),
      }).then((response) => response.json() as Promise<{ runs: { info: { status: string } }[] }>);
      expect(found.runs.map(({ info }) => info.status)).toEqual(['FINISHED']);
    } finally {
      if (real.pid !== undefined) process.kill(-real.pid);
    }
  },
  90_000,
);
