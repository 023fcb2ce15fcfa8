/** Tests of checkpoints as bytes: this version, the one before versions, and files that are neither. */
import { readFileSync } from 'node:fs';
import { DataError } from '@anodec/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { AutoencoderConfig } from '../config.js';
import { autoencoder } from '../detectors/autoencoder.js';
import { decodeSafetensors, encodeSafetensors } from '../safetensors.js';
import { encodeState } from '../state.js';
import { wave } from '../wave.fixture.js';
import { type CheckpointSink, saveCheckpoints } from './callbacks/checkpoint.js';
import { decodeCheckpoint, decodeDetector, encodeCheckpoint } from './checkpoint.js';
import { remainingWork } from './remaining-work.js';
import type { EpochReport, FitSummary } from './report.js';
import type { Checkpoint } from './training-state.js';

const settings = {
  windowSize: 6,
  hiddenSize: 8,
  embeddingSize: 5,
  numLayers: 2,
  dropout: 0.1,
  batchSize: 16,
  sampleSize: 70,
  maxEpochs: 4,
  gradientClipVal: 1,
  strict: true,
  threads: 1,
};

/** A run's files in memory. */
class Files implements CheckpointSink {
  readonly best = new Map<string, Uint8Array>();
  readonly last: Uint8Array[] = [];
  writeBest({ epoch, step }: { epoch: number; step: number }, bytes: Uint8Array): void {
    this.best.set(`epoch=${epoch}-step=${step}.ckpt`, bytes);
  }
  writeLast(bytes: Uint8Array): void {
    this.last.push(bytes);
  }
}

async function train(options: Record<string, unknown>, resume?: Checkpoint) {
  const files = new Files();
  let summary: FitSummary | undefined;
  const callbacks = [
    saveCheckpoints(files),
    { onFitEnd: (end: FitSummary) => void (summary = end) },
  ];
  const detector = autoencoder.create({ ...settings, ...options }, { callbacks, resume });
  const fitted = await detector.fit([wave(200)], { validation: [wave(90)] });
  return { fitted, files, summary: summary as FitSummary };
}

describe('a checkpoint from before format versions', () => {
  // written after the second of four epochs; the losses of the others by the same program
  const bytes = readFileSync(
    new URL('../../../../test/fixtures/checkpoint-unversioned.ckpt', import.meta.url),
  );
  const expected = [
    [0.6376272354807172, 0.6416382193565369],
    [0.5482849844864437, 0.6261419057846069],
    [0.5945292268480573, 0.6105121970176697],
    [0.5008080431393215, 0.5965110063552856],
  ];

  test('is continued as the program that wrote it would have, to the bit', async () => {
    const { summary } = await train({}, decodeCheckpoint(bytes));
    const losses = summary.reports.map(({ train: { loss }, valid }) => [loss, valid.loss]);
    expect(losses).toEqual(expected);
    expect(summary).toMatchObject({ bestEpoch: 3, bestStep: 20, resumedEpochs: 2 });
  });

  test('gives its progress and its detector', async () => {
    const { detector, training } = decodeCheckpoint(bytes);
    expect([training.step, training.reports.length]).toEqual([10, 2]);
    expect(training.best).toMatchObject({ epoch: 1, step: 10, loss: expected[1][1] });
    expect(decodeDetector(bytes)).toEqual(detector);
    const { rows } = await autoencoder.restore(decodeDetector(bytes)).score(wave(30, 20));
    expect(rows.indexOf(Math.max(...rows.slice(5)))).toBe(20);
  });
});

describe('checkpoints of a run', () => {
  let run: Awaited<ReturnType<typeof train>>;
  beforeAll(async () => {
    run = await train({ learningRate: 0.05, maxEpochs: 6, earlyStoppingPatience: 0 });
  });

  test('are kept for every latest and every best epoch', () => {
    const best = run.summary.reports.filter(({ isBest }) => isBest);
    const names = best.map(({ epoch, step }) => `epoch=${epoch}-step=${step}.ckpt`);
    expect([...run.files.best.keys()]).toEqual(names);
    expect(run.files.last).toHaveLength(7); // the first one at the start
    expect(run.summary.reports.at(-1)?.isBest).toBe(false); // or the next test shows nothing
  });

  test('give the weights of the best epoch, or of the last one', () => {
    const last = run.files.last[6];
    expect(decodeDetector(last).arrays).toEqual(run.fitted.state().arrays);
    expect(decodeDetector(last, 'last.ckpt', 'last').arrays).not.toEqual(
      decodeDetector(last).arrays,
    );
    const best = [...run.files.best.values()].at(-1) as Uint8Array;
    expect(decodeDetector(best)).toEqual(decodeDetector(last));
    const state = encodeState(run.fitted.state());
    expect(decodeDetector(state)).toEqual(run.fitted.state());
  });

  test('of the best epoch are resumed from as well as the last one', async () => {
    const [first] = run.files.best.values();
    const again = await train(
      { learningRate: 0.05, maxEpochs: 6, earlyStoppingPatience: 0 },
      decodeCheckpoint(first),
    );
    const withoutSeconds = (reports: readonly EpochReport[]) =>
      reports.map((report) => ({ ...report, seconds: 0 }));
    expect(withoutSeconds(again.summary.reports)).toEqual(withoutSeconds(run.summary.reports));
    expect(again.fitted.state()).toEqual(run.fitted.state());
  });

  test('of a resumed run begin with the best one from before it', async () => {
    const { bestEpoch, bestStep, bestLoss } = run.summary;
    const resume = decodeCheckpoint(run.files.last[6]);
    const options = { learningRate: 0.05, maxEpochs: 7, earlyStoppingPatience: 0 };
    const rest = await train(options, resume);
    const name = `epoch=${bestEpoch}-step=${bestStep}.ckpt`;
    expect([...rest.files.best.keys()][0]).toBe(name);
    const kept = rest.files.best.get(name) as Uint8Array;
    expect(decodeDetector(kept).arrays).toEqual(run.fitted.state().arrays);
    expect(() => decodeCheckpoint(kept, name)).toThrow('got the weights of a detector only');
    expect(rest.summary.bestLoss).toBe(Math.min(bestLoss, rest.summary.reports[6].loss));
  });

  test('say whether anything is left to do', () => {
    const checkpoint = decodeCheckpoint(run.files.last[6]);
    const config = AutoencoderConfig.parse({ ...settings, maxEpochs: 6 });
    expect(remainingWork(checkpoint, config)).toEqual({
      done: true,
      reason: 'finished',
      message: 'All 6 epochs are trained (maxEpochs = 6). Set a larger maxEpochs to train on.',
    });
    expect(remainingWork(checkpoint, { ...config, maxEpochs: 7 })).toEqual({ done: false });
    const since = 5 - run.summary.bestEpoch;
    const patient = { ...config, maxEpochs: 7, earlyStoppingPatience: since };
    expect(remainingWork(checkpoint, patient)).toMatchObject({ reason: 'early stopping' });
    expect(remainingWork(checkpoint, { ...patient, earlyStoppingPatience: since + 1 })).toEqual({
      done: false,
    });
    expect(remainingWork(checkpoint, { ...config, maxEpochs: 7, maxSteps: 30 })).toMatchObject({
      message: '30 steps are made (maxSteps = 30). Set a larger maxSteps to train on.',
    });
  });

  test('are refused when they are of a later version, damaged, or something else', () => {
    const { arrays, metadata } = decodeSafetensors(run.files.last[6]);
    const changed = (changes: Record<string, string>) => () =>
      decodeCheckpoint(encodeSafetensors(arrays, { ...metadata, ...changes }), 'last.ckpt');
    expect(changed({})).not.toThrow();
    expect(changed({ formatVersion: '3' })).toThrow(DataError);
    expect(changed({ formatVersion: '3' })).toThrow(
      'The format version of last.ckpt must be 2 or earlier, got 3.',
    );
    expect(changed({ training: '{"step":1}' })).toThrow(
      'The training state of last.ckpt must follow format version 2, got at reports:',
    );
    expect(changed({ training: '{"step":' })).toThrow(DataError);
    const { 'output.bias': bias, ...fewer } = arrays;
    expect(bias.data).toHaveLength(3);
    expect(() => decodeCheckpoint(encodeSafetensors(fewer, metadata), 'last.ckpt')).toThrow(
      'last.ckpt must hold the array output.bias, got none.',
    );
    expect(() => decodeDetector(encodeSafetensors({}))).toThrow('must describe a detector');
  });

  test('do not hold the best weights twice where they are their own', () => {
    const names = (bytes: Uint8Array) => Object.keys(decodeSafetensors(bytes).arrays);
    const [best] = run.files.best.values();
    expect(names(best).some((name) => name.startsWith('best.'))).toBe(false);
    expect(names(run.files.last[6]).some((name) => name.startsWith('best.'))).toBe(true);
    const checkpoint = decodeCheckpoint(best);
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
  });
});
