/** The whole job on a short day of the simulated plant, through the built command. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvaluationReport } from '@anodec/report';
import { headline } from '@anodec/metrics';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AUTO_BACKEND, createWorkplace, type Ended, type Workplace } from './anodec-command.js';

const NETWORK =
  '--max-epochs 2 --hidden-size 8 --embedding-size 4 --window-size 8 --sample-freq 30s --sample-size 1000'.split(
    ' ',
  );
const RUN = 'lightning_logs/version_0';

let folder: Workplace;
let simulated: Ended;
let first: Ended;
let report: EvaluationReport;
let afterFirst: Record<string, string>;
beforeAll(() => {
  folder = createWorkplace();
  simulated = folder.anodec('simulate', '--normal-duration', '8h', '--attack-duration', '12h');
  first = folder.anodec('run', '--simulate', ...NETWORK);
  report = JSON.parse(folder.read(`${RUN}/report.json`)) as EvaluationReport;
  afterFirst = folder.files();
});
afterAll(() => folder.remove());

/** The files of a version and the digest of each, by path inside it. */
function filesOf(version: number, files: Record<string, string>): Record<string, string> {
  const prefix = `lightning_logs/version_${version}/`;
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, digest]) => [path.slice(prefix.length), digest]),
  );
}

describe('the first run', () => {
  test('goes through every step and leaves the simulated workbooks alone', () => {
    expect([simulated.code, simulated.err]).toEqual([0, '']);
    expect(simulated.out).toContain('41 listed attacks');
    expect([first.code, first.err]).toEqual([0, '']);
    const steps = ['Simulate', 'Convert', 'Prepare', 'Train', 'Score', 'Report'];
    const lines = first.out.split('\n').filter((line) => /^\d\/6 /.test(line));
    for (const [i, step] of steps.entries()) expect(lines[i]).toMatch(`${i + 1}/6 ${step} `);
    expect(first.out).toMatch(
      new RegExp(`^Backend: ${AUTO_BACKEND} \\(\\d+ threads?, (relaxed|strict) arithmetic`, 'm'),
    );
    expect(lines[0]).toContain('the workbooks exist in data/interim');
    expect(lines[3]).toContain('a row every 30 s (averaged from 1 s)');
    expect(lines[4]).toMatch(/ 1,438 test rows, a row every 30 s: \d+ alarms? /);
    // two stretches of rows; the linear path lacks 4 rows at the start of each, the first window 7 more
    expect(first.out).toContain('22 of 1,438 rows have no score');
  });

  test('says what was found, where the results are, and what to try next', () => {
    const {
      caught,
      attacks,
      detectedDuringEarlierAlarm: during,
    } = headline(report.results[0].evaluation);
    expect(first.out).toContain(
      `${caught} of ${attacks} attacks with an effect were detected; ${during} of them began while`,
    );
    expect(first.out).toContain('The same alarms at random times would detect');
    expect(first.out).toContain('False alarms per day: ');
    expect(first.out).toContain('The threshold was set without labels');
    expect(first.out).toContain(
      'Attack 4, Attack 14 and Attack 29 are known to have had no effect',
    );
    expect(first.out).toContain('Top contributing channels of each alarm:');
    expect(first.out).toContain(`Report            ${RUN}/report.html`);
    expect(first.out).toContain(`Run directory     ${RUN}`);
    expect(first.out).toContain('tensorboard --logdir lightning_logs');
    expect(first.out.match(/^ {2}npx anodec /gm)).toHaveLength(3);
  });

  test('finds more attacks than its alarms would at random times', () => {
    const { evaluation, threshold } = report.results[0];
    const { caught, attacks } = headline(evaluation);
    expect(threshold.sawLabels).toBe(false);
    expect(attacks).toBe(33);
    // 12 to 16 in trials; the network is far too small to do well
    expect(caught).toBeGreaterThanOrEqual(8);
    const moved = evaluation.floors.find(({ key }) => key === 'randomTimes');
    expect(caught).toBeGreaterThan(moved?.metrics.detectedAttacks?.mean ?? Infinity);
  });

  test('evaluates 36 attacks, 33 of them with an effect, the last five in 2016', () => {
    const { attacks, traceless } = report.results[0].evaluation;
    const names = (of: typeof attacks) => of.map(({ attack }) => attack.name);
    expect(attacks).toHaveLength(33);
    expect(names(traceless)).toEqual(['Attack 4', 'Attack 14', 'Attack 29']);
    const late = attacks.filter(({ attack }) => /^Attack (37|38|39|40|41)$/.test(attack.name));
    expect(late).toHaveLength(5);
    for (const { attack } of late) {
      expect(attack.start).toBeGreaterThan(Date.UTC(2016, 0, 1));
      expect(attack.end).toBeLessThanOrEqual(Date.UTC(2016, 0, 2, 15));
    }
  });

  test('leaves a run directory with settings, artifact, scores, alarms and report', () => {
    const files = Object.keys(filesOf(0, afterFirst));
    for (const file of [
      'config.json',
      'hparams.yaml',
      'metrics.csv',
      'status.json',
      'artifact.json',
      'scoring.json',
      'alarms.json',
      'alarms.csv',
      'scores.csv',
      'provenance.json',
      'model-card.md',
      'report.html',
      'report.md',
      'report.json',
      'checkpoints/last.ckpt',
      'detectors/autoencoder.safetensors',
      'detectors/pca.safetensors',
      'detectors/norm.safetensors',
      'detectors/linear.safetensors',
      'scores/autoencoder-attack-rows.npy',
      'pictures/score.svg',
      'pictures/training.svg',
    ]) {
      expect(files).toContain(file);
    }
    expect(
      files.filter((file) => /^checkpoints\/epoch=\d+-step=\d+\.ckpt$/.test(file)),
    ).toHaveLength(1);
    expect(Object.keys(afterFirst).filter((file) => file.endsWith('.tmp'))).toEqual([]);
    expect(JSON.parse(folder.read(`${RUN}/status.json`))).toMatchObject({ status: 'finished' });
  });

  test('writes hparams under the names of the original', () => {
    const lines = folder.read(`${RUN}/hparams.yaml`).split('\n');
    const expected = { input_size: 51, seq_len: 8, hidden_size: 8, num_lstm_layer: 1, seed: 42 };
    for (const [name, value] of Object.entries(expected)) {
      expect(lines).toContain(`${name}: ${value}`);
    }
    expect(lines).toContain('max_epochs: 2');
    expect(lines).toContain('sample_freq: 30s');
  });

  test('writes a row of metrics for each epoch', () => {
    const [head, ...rows] = folder.read(`${RUN}/metrics.csv`).trim().split('\n');
    expect(head).toBe('epoch,step,train_loss,val_loss,seconds,windows_per_second');
    expect(rows.map((row) => row.split(',')[0])).toEqual(['0', '1']);
    const losses = rows.map((row) => Number(row.split(',')[2]));
    expect(losses[1]).toBeLessThan(losses[0]);
  });
});

/** A number of protobuf: seven bits a byte, the lowest first. */
function varint(bytes: Uint8Array, at: number): number {
  return (bytes[at] & 127) + (bytes[at] > 127 ? 128 * varint(bytes, at + 1) : 0);
}

/** The steps of the events that carry a scalar; a record is length, check, payload, check. */
function stepsOf(tag: string): number[] {
  const [file] = Object.keys(afterFirst).filter((path) => path.includes('events.out.tfevents'));
  const bytes = readFileSync(join(folder.path, file));
  const steps: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const payload = bytes.subarray(at + 12, at + 12 + length);
    // field 1 is the time as a double, nine bytes; field 2 the step, which is left out when 0
    const isLayout = payload.includes('custom_scalars'); // names tags, too
    if (payload.includes(tag) && !isLayout)
      steps.push(payload[9] === 0x10 ? varint(payload, 10) : 0);
    at += 12 + length + 4;
  }
  return steps;
}

test('TensorBoard scalars carry the optimiser steps of metrics.csv', () => {
  const rows = folder.read(`${RUN}/metrics.csv`).trim().split('\n').slice(1);
  const steps = rows.map((row) => Number(row.split(',')[1]));
  expect(steps[1]).toBe(2 * steps[0]);
  expect(stepsOf('losses/train_loss')).toEqual(steps);
  expect(stepsOf('losses/val_loss')).toEqual(steps);
});

describe('the report', () => {
  test('shades every attack and draws the threshold', () => {
    const svg = folder.read(`${RUN}/pictures/score.svg`);
    const { attacks, traceless } = report.results[0].evaluation;
    const missing = [...attacks, ...traceless].filter(({ attack }) => {
      const half = 15_000; // an attack begins with the 30 s row around it
      const shown = [attack.start - half, attack.start, attack.start + half].map((time) =>
        new Date(time).toISOString().slice(11, 16),
      );
      const pattern = new RegExp(`aria-label="start: (${shown.join('|')})`);
      return !pattern.test(svg);
    });
    expect(missing).toEqual([]);
    expect(svg).toContain('4 values: score, threshold, alarm, attack');
  });

  test('names detectors, reference rows and oracles in page and Markdown alike', () => {
    for (const page of ['report.html', 'report.md'].map((name) => folder.read(`${RUN}/${name}`))) {
      for (const text of [
        'LSTM autoencoder',
        'PCA',
        'Norm',
        'Linear baseline',
        'Floor: every row flagged',
        'Floor: same alarms at random times',
        'ORACLE',
        'without labels',
        'known to have had no effect',
      ]) {
        expect(page).toContain(text);
      }
    }
  });

  test('shows the sensors of alarms, recorded against expected, in a page that needs nothing else', () => {
    const html = folder.read(`${RUN}/report.html`);
    expect(html).toContain('recorded, expected, nearest normal, alarm, attack');
    const { alarms } = JSON.parse(folder.read(`${RUN}/alarms.json`)) as {
      alarms: { channels: { channel: string }[] }[];
    };
    expect(alarms.length).toBeGreaterThan(0);
    const charts = html.match(/<svg[\s\S]*?<\/svg>/g) ?? [];
    expect(charts.some((svg) => svg.includes(alarms[0].channels[0].channel))).toBe(true);
    expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="(https?:)?\/\//);
  });
});

const python = '/usr/bin/python3';
const h5py = spawnSync(python, ['-c', 'import h5py']).status === 0;
const h5dump = spawnSync('h5dump', ['--version']).status === 0;

test.skipIf(!h5py)('h5py reads both stores and the errors of version 0 (needs h5py)', () => {
  const script = `
import h5py, json, sys
raw = h5py.File('data/interim/data_store.h5'); clean = h5py.File('data/processed/data_store.h5')
times = clean['df_att/axis1'][:]
print(json.dumps([sorted(raw), sorted(clean), clean['df_norm/block0_values'].shape[1],
  int(sum(clean['attacks/has_impact'][:])),
  int(times[0]), int(times[-1]), clean['df_errors_0/axis1'].shape[0]]))`;
  const { stdout, stderr } = spawnSync(python, ['-c', script], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const [raw, clean, columns, intervals, from, to, errors] = JSON.parse(stdout) as [
    string[],
    string[],
    ...number[],
  ];
  expect(raw).toEqual(['df_labels', 'df_phys_att_v0', 'df_phys_norm_v0', 'df_phys_norm_v1']);
  expect(clean).toEqual(['attacks', 'df_att', 'df_errors_0', 'df_norm']);
  expect(columns).toBe(51);
  expect(intervals).toBe(36);
  // " 2/1/2016 3:00:00 AM" is in January, not in February
  expect([from, to].map((ns) => new Date(ns / 1e6).toISOString().slice(0, 19))).toEqual([
    '2016-01-02T03:00:00',
    '2016-01-02T14:59:59',
  ]);
  expect(errors).toBeGreaterThan(1400);
});

test.skipIf(!h5dump)('h5dump reads both stores (needs h5dump)', () => {
  for (const store of ['interim', 'processed']) {
    const path = join(folder.path, `data/${store}/data_store.h5`);
    const { status, stdout } = spawnSync('h5dump', ['-n', path], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toContain(store === 'interim' ? '/df_phys_att_v0' : '/df_errors_0');
  }
});

describe('what comes after', () => {
  let ended: readonly Ended[];
  let files: Record<string, string>;
  beforeAll(() => {
    ended = folder.anodecEach([
      ['score', '0'],
      ['runs', 'list'],
      ['runs', 'show', '0'],
      ['run', '--simulate', ...NETWORK],
      ['train', '--resume', '0', '--max-epochs', '3'],
      ['data', 'inspect'],
      ['evaluate', '0'],
    ]);
    files = folder.files();
  });

  test('every command ends well', () => {
    expect(ended.map(({ code, err }) => [code, err])).toEqual(ended.map(() => [0, '']));
  });

  test('scoring twice raises the same alarms', () => {
    for (const file of ['alarms.json', 'scores/autoencoder-attack-channels.npy']) {
      expect(filesOf(0, files)[file]).toBe(filesOf(0, afterFirst)[file]);
    }
  });

  test('runs list and runs show the results', () => {
    const { caught } = headline(report.results[0].evaluation);
    expect(ended[1].out).toMatch(new RegExp(`^0 .* finished .* ${caught} of 33 `, 'm'));
    expect(ended[2].out).toMatch(/detector\.hiddenSize +8 +\(default 32\)/);
    expect(ended[2].out).toContain(`${caught} of 33 attacks with an effect were detected`);
  });

  test('a second run skips what is there and trains a new version', () => {
    const lines = ended[3].out.split('\n');
    expect(lines[0]).toContain('the workbooks exist');
    expect(lines[1]).toContain('data/interim/data_store.h5 is up to date');
    expect(lines[2]).toContain('data/processed/data_store.h5 is up to date');
    expect(ended[3].out).toContain('Run directory     lightning_logs/version_1');
    expect(files['data/interim/data_store.h5']).toBe(afterFirst['data/interim/data_store.h5']);
  });

  test('the same seed gives the same weights and scores to the bit', () => {
    const [one, two] = [filesOf(0, files), filesOf(1, files)];
    for (const file of [
      'detectors/autoencoder.safetensors',
      'scores/autoencoder-attack-rows.npy',
      'alarms.json',
    ]) {
      expect(two[file]).toBe(one[file]);
      expect(one[file]).toHaveLength(64);
    }
  });

  test('a resumed training goes on with the next epoch, into a version of its own', () => {
    const rows = folder.read('lightning_logs/version_2/metrics.csv').trim().split('\n').slice(1);
    expect(rows.map((row) => row.split(',')[0])).toContain('2');
    expect(rows.length).toBeLessThanOrEqual(3);
    const config = JSON.parse(folder.read('lightning_logs/version_2/config.json')) as object;
    expect(config).toMatchObject({ resumedFrom: RUN, detector: { maxEpochs: 3, hiddenSize: 8 } });
  });

  test('data inspect counts rows, gaps and attacks', () => {
    expect(ended[5].out).toContain('df_norm in data/processed/data_store.h5');
    expect(ended[5].out).toContain('gap from 2016-01-02');
    expect(ended[5].out).toContain(
      'known to have no effect on the readings: Attack 4, Attack 14, Attack 29',
    );
  });
});
