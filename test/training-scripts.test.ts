/** The scripts in utils that train and show runs, from another folder and with figures overridden. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProfileReport } from '@anodec/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AUTO_BACKEND,
  createWorkplace,
  type Ended,
  TINY,
  waves,
  type Workplace,
} from './anodec-command.js';

const UTILS = fileURLToPath(new URL('../utils/', import.meta.url));
/** WebGPU finds no adapter where the loader finds no driver. */
const NO_DRIVER = { VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' };
const PREPARED = ['--dataset', 'a', '--data-root', 'data', '--logs', 'runs'];

let folder: Workplace;
beforeAll(() => {
  folder = createWorkplace();
  folder.write('a.csv', waves(400));
  const prepare = ['--dataset', 'a', '--data-root', 'data'];
  const ended = folder.anodecEach([
    ['data', 'convert', '--normal', 'a.csv', '--attack', 'a.csv', ...prepare],
    ['data', 'prepare', ...prepare],
  ]);
  const failed = ended.find(({ code }) => code !== 0);
  if (failed) throw new Error(failed.err);
});
afterAll(() => folder.remove());

function script(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr } = spawnSync(join(UTILS, name), args, {
    cwd: folder.path,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('the script without a GPU', () => {
  test('trains with the figures of the original, but for those that are given', () => {
    const { code, out, err } = script('run_training_no_gpu.sh', [
      ...PREPARED,
      ...'--fast_dev_run --window_size 12 --hidden-size=6 --embedding_s 3'.split(' '),
      ...'--sample_freq none --batch_size 8 --validation_split 0.5'.split(' '),
    ]);
    expect(err).toMatch(/^--num_workers has no effect: .*\nEpoch 1\/1: step 1, loss .*\n$/);
    expect([code, out]).toEqual([0, expect.stringMatching(`^Backend: ${AUTO_BACKEND} `)]);
    expect(out).toContain('\n  encoder  LSTM 3 → 6, LSTM 6 → 6, LSTM 6 → 3 ');
    expect(out).toContain('Run directory  runs/version_0\n');
    const settings = folder.read('runs/version_0/hparams.yaml');
    for (const line of [
      'window_size: 12',
      'hidden_size: 6',
      'embedding_size: 3',
      'batch_size: 8',
      'num_lstm_layer: 2',
      'learning_rate: 0.001',
      'sample_size: 10000',
      'max_epochs: 1000',
      'linear_output: false',
      'validation_split: 0.5',
    ]) {
      expect(settings).toContain(`\n${line}\n`);
    }
  });

  test('says what to run where the data are not prepared', () => {
    const { code, out, err } = script('run_training_no_gpu.sh', [
      '--dataset',
      'b',
      '--data-root',
      'x',
    ]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(
      'Run: npx anodec data convert --normal TABLE --attack TABLE --data-root x',
    );
  });
});

test('the script for a GPU says what is missing where there is none, and computes nothing', () => {
  const { code, out, err } = script('run_training_gpu.sh', PREPARED, NO_DRIVER);
  expect([code, out]).toEqual([2, '']);
  // what the loader of Vulkan says of itself may stand in between
  expect(err).toMatch(
    /^--num_workers has no effect: [^]*\nA training on a GPU must find one, got none\. /,
  );
  expect(err).toContain('Install the driver of the GPU');
});

describe('the script that shows runs', () => {
  test('says how to get TensorBoard, and that there must be runs', () => {
    mkdirSync(join(folder.path, 'logs'), { recursive: true });
    const without = script('tensorboard.sh', ['logs'], { PATH: '/usr/bin:/bin' });
    expect(without.code).toBe(2);
    expect(without.err).toContain('Install it with: pip install tensorboard');
    expect(script('tensorboard.sh', ['none']).err).toMatch(
      /^There must be a folder of runs .* none\./,
    );
  });

  test('starts TensorBoard on the folder, with further flags', () => {
    mkdirSync(join(folder.path, 'bin'), { recursive: true });
    folder.write('bin/tensorboard', '#!/bin/sh\necho "$@"\n');
    chmodSync(join(folder.path, 'bin/tensorboard'), 0o755);
    const path = `${join(folder.path, 'bin')}:${process.env.PATH ?? ''}`;
    const { code, out } = script('tensorboard.sh', ['logs', '--port', '7000'], { PATH: path });
    expect([code, out]).toEqual([0, '--logdir logs --port 7000\n']);
  });
});

test('a training writes events as JSON lines alone, and a line for each epoch beside them', () => {
  const { code, out, err } = folder.anodec(
    'train',
    ...PREPARED,
    ...TINY.filter((word, i) => word !== '--max-epochs' && TINY[i - 1] !== '--max-epochs'),
    ...'--log-format json --progress epochs --max_epochs 2 --num_workers 3 --profiler simple'.split(
      ' ',
    ),
  );
  expect(code).toBe(0);
  const events = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.map(({ event }) => event)).toEqual([
    'command',
    'warning',
    'start',
    'epoch',
    'epoch',
    'fit',
    'end',
  ]);
  const [epoch] = events.filter(({ event }) => event === 'epoch');
  expect(epoch).toMatchObject({ epoch: 0, run: expect.stringMatching(/^runs\/version_\d+$/) });
  expect(epoch.windows_per_second).toBeGreaterThan(0);
  expect(events.at(-1)).toMatchObject({ status: 'finished', run: epoch.run });
  expect(err).toMatch(/^Epoch 1\/2: step \d+, loss [\d.e-]+, valid .* windows\/s, .*$/m);
  expect(err).toContain('Run directory  runs/version_');
  const profile = JSON.parse(folder.read(`${String(epoch.run)}/profile.json`)) as ProfileReport;
  const phases = profile.phases.map(({ name }) => name);
  expect(phases).toEqual(expect.arrayContaining(['forward, backward, optimiser', 'checkpoints']));
  expect(err).toContain('  forward, backward, optimiser  ');
  const metrics = folder.read(`${String(epoch.run)}/metrics.csv`).split('\n');
  expect(metrics[0]).toBe('epoch,step,train_loss,val_loss,seconds,windows_per_second');
  expect(Number(metrics[1].split(',')[5])).toBeGreaterThan(0);
});
