/** Model cards: what they say of made-up runs, and of a real one once it is evaluated. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DetectorState } from '@anodec/core';
import { createRun, type Run } from '@anodec/runs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareTables } from '../data/prepare-tables.js';
import { evaluateRun } from '../evaluate/evaluate.js';
import { loadTrainedRun } from '../runs/trained-run.js';
import { scoreRun } from '../score/score.js';
import { type GivenTrainSettings, parseTrainSettings } from '../settings/settings.js';
import { trainRun } from '../train/train.js';
import { artifactOf, network, pca } from './artifact.fixture.js';
import { modelCard } from './model-card.js';

let folder: string;
let run: Run;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-card-'));
  run = await createRun(join(folder, 'logs'));
  await run.writeConfig({});
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function cardOf(state: DetectorState, settings: GivenTrainSettings = {}): Promise<string> {
  return modelCard({
    ...artifactOf(state),
    run,
    settings: parseTrainSettings(settings),
  });
}

test('counts what a network learned, and gives its settings', async () => {
  const card = await cardOf(network({ cell: 'gru' }));
  expect(card).toContain('| encoder.0.weightIh | 18 × 4 | 72 |');
  // (3·6·(4+6+2) + 3·3·(6+3+2)) + 3·6·(3+6+2) + 4·6 + 4
  expect(card).toContain('What it learned: 541 numbers');
  expect(card).toContain('| windowSize | 5 |');
});

test('names interval, lookback and scaling of each channel', async () => {
  const card = await cardOf(network({ linearPath: true }));
  expect(card).toContain('One row stands for 1 min');
  expect(card).toContain('on 6 rows before it');
  expect(card).toContain('| COUNTER | 999999 | 0.75 | 0.5 |');
});

test('says what is not known instead of leaving it to be guessed', async () => {
  const card = await cardOf(pca);
  expect(card).toContain('its recordings were not recorded');
  expect(card).toContain('## Evaluation\n\nNot evaluated.');
  expect(card).toContain('What it was made for, by whom, and which decisions may rest on it');
});

test('calls a threshold that saw labels an oracle', async () => {
  const artifact = artifactOf();
  const [first] = artifact.detectors;
  const threshold = { ...first.alarmPolicy.threshold, sawLabels: 'validation' as const };
  const detectors = [{ ...first, alarmPolicy: { ...first.alarmPolicy, threshold } }];
  const settings = parseTrainSettings({});
  expect(await modelCard({ ...artifact, detectors, run, settings })).toContain('ORACLE: set on');
  expect(await cardOf(network())).toContain('| Labels | none were used |');
});

test('says where windows were drawn from all rows', async () => {
  const recorded = {
    store: 's',
    key: 'k',
    source: 'plant.csv',
    fingerprint: {
      sha256: 'abc123',
      channels: [],
      rows: 900,
      from: 0,
      to: 60_000,
      periodMs: 60_000,
      clock: 'utc' as const,
    },
  };
  const artifact = { ...artifactOf(), learnedFrom: [recorded], run };
  const cardWith = (detector: Record<string, unknown>): Promise<string> =>
    modelCard({ ...artifact, settings: parseTrainSettings({ detector }) });
  const usual = await cardWith({});
  expect(usual).toContain(
    '| plant.csv | 900 | 1970-01-01 00:00:00 | 1970-01-01 00:01:00 | abc123 |',
  );
  expect(usual).toContain('30 % of the rows were held out');
  expect(await cardWith({ sampledTrainShare: 0.05 })).toContain('drawn from all of the rows');
});

test('is in the run after training, and has metrics beside their floors after an evaluation', async () => {
  const table = (name: string, from: number, attack: number): string => {
    const rows = Array.from({ length: 200 }, (_, i) => {
      const t = from + i;
      const label = i >= attack && i < attack + 20;
      return `${Math.sin(t / 7) + (label ? 4 : 0)},${Math.cos(t / 9)},${Number(label)}`;
    });
    writeFileSync(join(folder, name), `A,B,label\n${rows.join('\n')}\n`);
    return join(folder, name);
  };
  const { paths } = await prepareTables({
    normal: table('normal.csv', 0, 1000),
    attack: table('attack.csv', 300, 100),
    paths: { dataRoot: join(folder, 'data'), logs: join(folder, 'logs') },
  });
  const baselines = { baselines: ['none'] };
  const training = await trainRun({ paths, detector: { kind: 'norm' }, baselines });
  const read = (): string => readFileSync(join(training.run.path, 'model-card.md'), 'utf8');
  expect(read()).toMatch(/\| normal\.csv \| 200 \|.*\| [0-9a-f]{64} \|/);
  expect(read()).toContain('Not evaluated.');
  const trained = await loadTrainedRun(training.run);
  await scoreRun(trained);
  await evaluateRun(trained);
  expect(read()).toContain('1 of 1 attacks with an effect');
  expect(read()).toMatch(/\| Metric \| Better \| Norm \| Floor: random scores \|/);
});
