/** Tests of one run directory. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Run } from './run.js';
import { createRun } from './runs.js';

const part = { detector: 'pca', side: 'test', index: 0 } as const;

let root = '';
let run: Run;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'anodec-runs-'));
  run = await createRun(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('lays every file in its place', async () => {
  const bytes = Buffer.from('weights');
  await run.writeConfig({ seed: 42 });
  await run.writeHparams({ seed: 42 });
  await run.openMetrics(['epoch']);
  await run.writeBestCheckpoint({ epoch: 3, step: 400 }, bytes);
  await run.writeLastCheckpoint(bytes);
  await run.writeDetector('pca', bytes);
  await run.writeArtifact({});
  await run.writeScores(part, { rows: Float32Array.of(1) });
  await run.writeScoring({});
  await run.writeProvenance({});
  await run.writeModelCard('# Model card\n');
  await run.writeAlarms({ alarms: [] }, 'alarm\n');
  await run.writeScoresCsv('time\n');
  await run.writeChart('loss', '<svg/>');
  await run.writeChart('score', Buffer.from('png'));
  await run.writeSummary({});
  const report = await run.writeReport({ html: '<p>', markdown: '# x', json: { attacks: 3 } });
  run.openEvents().close();
  expect(report).toBe(join(run.path, 'report.html'));
  const files = (await readdir(run.path, { recursive: true })).filter((file) => /\./.test(file));
  expect(files.sort().map((file) => file.replace(/^events\.out\.tfevents\..*/, 'events'))).toEqual([
    'alarms.csv',
    'alarms.json',
    'artifact.json',
    'checkpoints/epoch=3-step=400.ckpt',
    'checkpoints/last.ckpt',
    'config.json',
    'detectors/pca.safetensors',
    'events',
    'hparams.yaml',
    'metrics.csv',
    'model-card.md',
    'pictures/loss.svg',
    'pictures/score.png',
    'provenance.json',
    'report.html',
    'report.json',
    'report.md',
    'scores.csv',
    'scores/pca-attack-rows.npy',
    'scoring.json',
    'status.json',
    'summary.json',
  ]);
});

test('gives documents back, typed arrays as lists and NaN as null', async () => {
  await run.writeArtifact({ threshold: 1.5, means: Float32Array.of(1, NaN) });
  expect(await run.readArtifact()).toEqual({ threshold: 1.5, means: [1, null] });
  await run.writeConfig({ window: { size: 20 } });
  expect(await run.readConfig()).toEqual({ window: { size: 20 } });
});

test('writes hparams as Lightning does: flat, snake_case, readable back', async () => {
  const path = await run.writeHparams({
    windowSize: 20,
    'sample-freq': '10s',
    batch_size: 64,
    linearOutput: true,
    resume: null,
    sizes: [64, 128],
    version: '1.0',
  });
  expect(await readFile(path, 'utf8')).toContain('window_size: 20\n');
  expect(await run.readHparams()).toEqual({
    window_size: 20,
    sample_freq: '10s',
    batch_size: 64,
    linear_output: true,
    resume: null,
    sizes: [64, 128],
    version: '1.0',
  });
});

test('refuses two settings of one name, and a file that is no flat list', async () => {
  await expect(run.writeHparams({ windowSize: 1, window_size: 2 })).rejects.toThrow(
    'Names in hparams.yaml must be distinct, got window_size twice.',
  );
  await writeFile(join(run.path, 'hparams.yaml'), 'model: {size: 3}\n');
  await expect(run.readHparams()).rejects.toThrow('must be a plain setting, got object.');
  await writeFile(join(run.path, 'hparams.yaml'), 'a: [1\nb: 2');
  await expect(run.readHparams()).rejects.toThrow(DataError);
});

test('keeps the best checkpoint alone and the last beside it', async () => {
  await run.writeLastCheckpoint(Buffer.from('last'));
  await run.writeBestCheckpoint({ epoch: 9, step: 90 }, Buffer.from('old'));
  await run.writeBestCheckpoint({ epoch: 10, step: 100 }, Buffer.from('new'));
  expect(await readdir(join(run.path, 'checkpoints'))).toEqual([
    'epoch=10-step=100.ckpt',
    'last.ckpt',
  ]);
  expect(Buffer.from(await run.readCheckpoint('best')).toString()).toBe('new');
  expect(Buffer.from(await run.readCheckpoint('last')).toString()).toBe('last');
  expect(await run.bestCheckpoint()).toEqual({ epoch: 10, step: 100 });
});

test('takes the later of two best checkpoints that a crash left', async () => {
  await mkdir(join(run.path, 'checkpoints'));
  await writeFile(join(run.path, 'checkpoints', 'epoch=9-step=90.ckpt'), 'old');
  await writeFile(join(run.path, 'checkpoints', 'epoch=10-step=100.ckpt'), 'new');
  expect(Buffer.from(await run.readCheckpoint('best')).toString()).toBe('new');
});

test('keeps detectors by name', async () => {
  expect(await run.listDetectors()).toEqual([]);
  await run.writeDetector('pca', Uint8Array.of(1, 2));
  await run.writeDetector('norm', Uint8Array.of(3));
  expect(await run.listDetectors()).toEqual(['norm', 'pca']);
  expect(await run.readDetector('pca')).toEqual(Uint8Array.of(1, 2));
});

test('gives scores back, those of each recording by themselves', async () => {
  const whole = { rows: Float32Array.of(1, NaN), channels: Float32Array.of(1, NaN, 3, 4) };
  const rowsOnly = { rows: Float32Array.of(7) };
  await run.writeScores(part, whole);
  await run.writeScores({ ...part, index: 1 }, rowsOnly);
  expect(await run.readScores(part)).toEqual(whole);
  expect(await run.readScores({ ...part, index: 1 })).toEqual(rowsOnly);
  expect((await readdir(join(run.path, 'scores'))).sort()).toEqual([
    'pca-attack-channels.npy',
    'pca-attack-rows.npy',
    'pca-test-1-rows.npy',
  ]);
});

test('has neither artifact, scoring nor report before they are written', async () => {
  expect(await run.readArtifact()).toBeUndefined();
  expect(await run.readScoring()).toBeUndefined();
  expect(await run.readReport()).toBeUndefined();
  expect(await run.readSummary()).toEqual({});
});

test.each<[string, string, () => Promise<unknown>]>([
  ['former preprocessing', 'scaler.json', () => run.readFormerArtifact()],
  ['detector', 'detectors/lstm.safetensors', () => run.readDetector('lstm')],
  ['score', 'scores/pca-attack-rows.npy', () => run.readScores(part)],
  ['last checkpoint', 'checkpoints/last.ckpt', () => run.readCheckpoint('last')],
  ['best checkpoint', 'checkpoints', () => run.readCheckpoint('best')],
  ['metrics', 'metrics.csv', () => run.readMetrics()],
  ['hparams', 'hparams.yaml', () => run.readHparams()],
])('names the missing file when there is no %s', async (_, file, read) => {
  await expect(read()).rejects.toThrow(DataError);
  await expect(read()).rejects.toThrow(join(run.path, file));
});

test('names a damaged document', async () => {
  await writeFile(join(run.path, 'artifact.json'), '{"means": [1, ');
  await expect(run.readArtifact()).rejects.toThrow(
    `${join(run.path, 'artifact.json')} must be JSON, got a damaged file`,
  );
});

test.each(['../config', 'a/b', '', '.hidden'])('refuses "%s" as a name', async (name) => {
  await expect(run.writeDetector(name, Uint8Array.of(1))).rejects.toThrow(
    `A name within a run must be letters, digits, _, - and ., got "${name}".`,
  );
});

test('keeps metrics by column: empty where not given, NaN where not a number', async () => {
  const columns = ['epoch', 'train_loss', 'val_loss'];
  const log = await run.openMetrics(columns);
  await log.append({ epoch: 0, train_loss: 0.5 });
  await (await run.openMetrics(columns)).append({ val_loss: NaN, epoch: 1, train_loss: 1e-9 });
  expect(await readFile(join(run.path, 'metrics.csv'), 'utf8')).toBe(
    'epoch,train_loss,val_loss\n0,0.5,\n1,1e-9,NaN\n',
  );
  expect(await run.readMetrics()).toEqual([
    { epoch: 0, train_loss: 0.5 },
    { epoch: 1, train_loss: 1e-9, val_loss: NaN },
  ]);
});

test('refuses a column the metrics did not begin with, and other columns later', async () => {
  const log = await run.openMetrics(['epoch']);
  await expect(log.append({ epoch: 1, loss: 2 })).rejects.toThrow('The column loss must be one of');
  await expect(run.openMetrics(['epoch', 'loss'])).rejects.toThrow(
    'must have the columns epoch, loss, got epoch.',
  );
});

test('names the line and the column of a cell that is no number', async () => {
  await writeFile(join(run.path, 'metrics.csv'), 'epoch,loss\n0,1\n1,low\n');
  await expect(run.readMetrics()).rejects.toThrow(
    'must have a number in column loss of line 3, got low.',
  );
  await writeFile(join(run.path, 'metrics.csv'), 'epoch,loss\n0\n');
  await expect(run.readMetrics()).rejects.toThrow('in column loss of line 2, got nothing.');
});

test('says so when the disk is full, in metrics, checkpoints and events, and damages nothing', async () => {
  // a limit on the size of files stands in for the disk; 2 blocks of 1024 bytes
  const script = `
    import { openRun } from ${JSON.stringify(new URL('./runs.ts', import.meta.url).href)};
    const run = await openRun('.', ${JSON.stringify(run.path)});
    const say = (error) => console.log(error.name);
    await run.writeBestCheckpoint({ epoch: 1, step: 1 }, Buffer.from('good'));
    await run.writeBestCheckpoint({ epoch: 2, step: 2 }, Buffer.alloc(5000)).catch(say);
    const log = await run.openMetrics(['a']);
    for (let i = 0; i < 200; i++) await log.append({ a: 123456789.125 }).catch((e) => { say(e); i = 200; });
    const events = run.openEvents();
    events.text('large', 'x'.repeat(5000), 0);
    events.flush();
    say(events.fault);`;
  const node = [process.execPath, '--conditions=@anodec/source', '--import', 'tsx'];
  const command = [...node, '--input-type=module', '-e', script];
  const said = execFileSync('bash', ['-c', 'ulimit -f 2; exec "$@"', 'bash', ...command]);
  expect(said.toString()).toBe('DataError\nDataError\nDataError\n');
  expect(Buffer.from(await run.readCheckpoint('best')).toString()).toBe('good');
  const rows = await run.readMetrics();
  expect(rows.length).toBe(Math.floor((2048 - 'a\n'.length) / '123456789.125\n'.length));
  expect(new Set(rows.map((row) => row.a))).toEqual(new Set([123456789.125]));
});

test('keeps a live scoring in a folder of its own within the run', () => {
  expect(run.liveFolder('plant-1')).toBe(join(run.path, 'live', 'plant-1'));
  expect(() => run.liveFolder('../x')).toThrow('A name within a run must be letters');
});
