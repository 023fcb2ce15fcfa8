/** Anomalies injected into normal operation, from a table to a report, through the built command. */
import type { EvaluationReport } from '@anodec/report';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkplace, type Ended, TINY, type Workplace, waves } from './anodec-command.js';

let folder: Workplace;
let ended: Ended[];
beforeAll(() => {
  folder = createWorkplace();
  folder.write('plant.csv', waves(2000));
  const set = ['--dataset', 'plant'];
  ended = folder.anodecEach([
    ['data', 'convert', '--normal', 'plant.csv', ...set],
    ['data', 'prepare', ...set],
    ['data', 'inject', ...set, '--count', '4', '--kinds', 'bias', '--as', 'injected'],
    ['train', '--dataset', 'injected', ...TINY, '--recentre', 'none', '--sample-size', '500'],
    ['score'],
    ['evaluate'],
    ['data', 'inject', ...set, '--count', '40'],
    ['data', 'inject', ...set, '--count', '4', '--as', 'plant'],
    ['data', 'inspect', 'df_norm', ...set],
    ['data', 'inject', '--dataset', 'injected', '--count', '2', '--as', 'plant'],
    ['data', 'inject', ...set, '--count', '5', '--as', 'injected'],
  ]);
});
afterAll(() => folder.remove());

test('a plant without recorded attacks is evaluated on injected ones, listed by name', () => {
  expect(ended.slice(0, 6).map(({ code, err }) => [code, err])).toEqual(
    Array.from({ length: 6 }, () => [0, '']),
  );
  expect(ended[2].out).toMatch(/Anomaly 4 +row \d+ +row \d+ +bias of [ABC]/);
  expect(ended[2].out).toContain(
    'data/processed/injected.h5: 1,400 normal rows, 600 test rows with 4 anomalies\nNext: npx anodec train --dataset injected\n',
  );
  const report = JSON.parse(
    folder.read('lightning_logs/version_0/report.json'),
  ) as EvaluationReport;
  for (const { evaluation } of report.results) {
    expect(evaluation.attacks.map(({ attack }) => attack.name)).toEqual(
      [1, 2, 3, 4].map((n) => `Anomaly ${n}`),
    );
  }
  // three waves that have nothing in common: nothing but a forecast tells the bias from them
  expect(report.results[0].evaluation.events.at(-1)?.caught).toBe(4);
});

test('anomalies that find no room are refused, and the data set of before stays', () => {
  expect(ended[6].code).toBe(2);
  expect(ended[6].err).toContain('40 anomalies of 60 rows must fit into the recording of 600 rows');
  expect(Object.keys(folder.files('data/processed')).sort()).toEqual([
    'data/processed/injected.h5',
    'data/processed/plant.h5',
  ]);
});

test('the data set that anomalies are injected into a copy of is not replaced', () => {
  expect(ended[7].code).toBe(2);
  expect(ended[7].err).toContain('An injected data set must not replace plant, which it is made');
  expect(ended[8].out).toContain('2,000 rows');
});

test('only a data set that was injected before is replaced', () => {
  expect(ended[9].code).toBe(2);
  expect(ended[9].err).toContain(
    'data/processed/plant.h5 must be absent or hold injected anomalies',
  );
  expect(ended[10].out).toContain('600 test rows with 5 anomalies');
});
