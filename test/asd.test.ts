/** The whole job on a real server of the ASD data set, where that lies beside the project. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DetectorResult, EvaluationReport } from '@anodec/report';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorkplace, type Ended, type Workplace } from './anodec-command.js';

const source = fileURLToPath(new URL('../../shared/datasets/asd/', import.meta.url));
const absent = !existsSync(`${source}omi-8_train.csv`);
const network = '--max-epochs 1 --hidden-size 4 --embedding-size 2 --window-size 6'.split(' ');

describe.skipIf(absent)('server omi-8 (needs ../shared/datasets/asd)', () => {
  let folder: Workplace;
  let timed: Ended;
  let counted: Ended;
  const report = (version: number) =>
    JSON.parse(folder.read(`lightning_logs/version_${version}/report.json`)) as EvaluationReport;
  const result = (version: number, name: string): DetectorResult => {
    const found = report(version).results.find((one) => one.name === name);
    if (!found) throw new Error(`no ${name} in the report`);
    return found;
  };
  beforeAll(() => {
    folder = createWorkplace();
    const tables = ['--normal', `${source}omi-8_train.csv`, '--attack', `${source}omi-8_test.csv`];
    const few = ['--validation-split', '0.2', '--sample-size', '300', ...network];
    [timed, counted] = folder.anodecEach([
      ['run', ...tables, '--period', '300s', ...few],
      ['run', ...tables, '--dataset', 'counted', '--baselines', 'linear', ...few],
    ]);
  });
  afterAll(() => folder.remove());

  test('takes one command with a period, rates per day', () => {
    expect([timed.code, timed.err]).toEqual([0, '']);
    expect(timed.out).toContain('data/processed/omi-8.h5');
    expect(timed.out).toMatch(/[Ff]alse alarms per day/);
    expect(result(0, 'LSTM autoencoder').evaluation.recorded).toEqual({ value: 15, unit: 'day' });
  });

  test('takes one command without a period, rates per 1,000 rows', () => {
    expect([counted.code, counted.err]).toEqual([0, '']);
    expect(counted.out).toMatch(/[Ff]alse alarms per 1,000 rows/);
    expect(counted.out).not.toContain('per day');
  });

  test('reports F1, AUPRC, AUROC and the floors for each detector', () => {
    for (const { evaluation } of report(0).results) {
      const { f1, auprc, auroc } = evaluation.metrics;
      for (const metric of [f1, auprc, auroc]) {
        expect(metric).toBeGreaterThanOrEqual(0);
        expect(metric).toBeLessThanOrEqual(1);
      }
      // datasets/README: every row flagged gives .083
      expect(evaluation.floors.find(({ key }) => key === 'everyRow')?.metrics.f1?.mean).toBeCloseTo(
        0.0835,
        3,
      );
      expect(evaluation.floors.find(({ key }) => key === 'randomTimes')?.draws).toBe(100);
    }
    const names = report(0).results.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['LSTM autoencoder', 'PCA', 'Norm', 'Linear baseline']),
    );
  });

  test('has the linear baseline of scikit-learn as a row', () => {
    for (const version of [0, 1]) {
      const { metrics } = result(version, 'Linear baseline').evaluation;
      // scikit-learn 1.2.1: PCA to 90 % on the first 80 % of the training rows, squared residual
      // over its training mean + 1e-4, mean over channels. Here the gap between training
      // and validation rows leaves out five rows, which moves the fourth digit.
      expect(metrics.auprc).toBeCloseTo(0.8113, 3);
      expect(metrics.auroc).toBeCloseTo(0.95, 3);
    }
  });
});
