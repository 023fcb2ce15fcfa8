/** What a report says beside its metrics, on runs over two small tables. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@anodec/core';
import type { Diagnostics, EvaluationReport } from '@anodec/report';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  EvaluateConfig,
  evaluateRun,
  openRun,
  prepareTables,
  scoreRun,
  trainRun,
} from '../index.js';

let folder = '';
let report: EvaluationReport;
let wider: EvaluationReport;
let measured: Diagnostics;

/** Two noisy waves a minute; A rises out of its range in rows 100 to 119 of the test table. */
function writeTable(name: string, rows: number, from: number, attacked: boolean): string {
  const random = createRandom(from);
  const lines = Array.from({ length: rows }, (_, i) => {
    const t = from + i;
    const rise = attacked && i >= 100 && i < 120 ? 4 : 0;
    const readings = [Math.sin(t / 7) + rise, Math.cos(t / 11), 5];
    const cells = readings.map((value, c) =>
      (value + (c < 2 ? random.normal() / 20 : 0)).toFixed(5),
    );
    const time = new Date(Date.UTC(2024, 0, 1) + t * 60_000).toISOString();
    return [time, ...cells, ...(attacked ? [Number(rise > 0)] : [])].join(',');
  });
  const path = join(folder, name);
  writeFileSync(path, `time,A,B,C${attacked ? ',label' : ''}\n${lines.join('\n')}\n`);
  return path;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-diagnose-'));
  const { paths } = await prepareTables({
    normal: writeTable('train.csv', 400, 0, false),
    attack: writeTable('test.csv', 300, 1000, true),
    paths: { dataRoot: join(folder, 'data'), logs: join(folder, 'logs'), dataset: 'waves' },
  });
  const evaluate = async (windowSize: number) => {
    const detector = { windowSize, maxEpochs: 2, hiddenSize: 4, embeddingSize: 2, backend: 'cpu' };
    const command = `anodec train --window-size ${windowSize}`;
    const { run } = await trainRun(
      { paths, detector, baselines: { baselines: ['pca'] } },
      { command },
    );
    const trained = await openRun(run.path);
    await scoreRun(trained);
    const asked = EvaluateConfig.parse({ robustness: true, robustnessRows: 150 });
    return (await evaluateRun(trained, {}, asked)).report;
  };
  report = await evaluate(8);
  wider = await evaluate(12);
  measured = report.diagnostics ?? {};
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('counts at the threshold in use what the evaluation counts', () => {
  const used = measured.sweep?.find(({ factor }) => factor === 1);
  const [{ evaluation, threshold }] = report.results;
  const [{ attacks, caught, alarms, falseAlarms }] = evaluation.events;
  const { precision, recall, f1 } = evaluation.metrics;
  expect(used).toMatchObject({ attacks, detected: caught, alarms, falseAlarms });
  expect(used).toMatchObject({ precision, recall, f1, threshold: threshold.value });
  expect(measured.sweep).toHaveLength(89);
});

test('gives the choices in use the results of the run', () => {
  const { f1 } = report.results[0].evaluation.metrics;
  const groups = measured.sensitivity ?? [];
  expect(groups.map(({ what }) => what)).toEqual([
    'Threshold',
    'Normalisation of errors',
    'Smoothing',
    'Merge gap of alarms',
    'Window length',
  ]);
  for (const { variants } of groups) {
    const chosen = variants.filter((variant) => variant.chosen);
    expect(chosen.map(({ counts }) => counts.f1)).toEqual([f1]);
  }
  expect(groups.slice(0, 4).filter(({ variants }) => variants.length < 3)).toEqual([]);
});

test('compares window lengths where another run differs in nothing else', () => {
  const windowsOf = ({ diagnostics }: EvaluationReport) =>
    diagnostics?.sensitivity?.find(({ what }) => what === 'Window length')?.variants;
  expect(windowsOf(report)?.map(({ name }) => name)).toEqual(['8 rows']);
  expect(windowsOf(wider)?.map(({ name, chosen }) => [name, chosen])).toEqual([
    ['8 rows', false],
    ['12 rows', true],
  ]);
  expect(windowsOf(wider)?.[0].counts.f1).toBe(report.results[0].evaluation.metrics.f1);
});

test('finds with the range of A what rises out of it, and nothing else', () => {
  expect(measured.ranges?.counts).toMatchObject({ attacks: 1, detected: 1 });
  expect(measured.ranges?.attacks).toEqual([{ name: 'Run 1', found: true, channels: ['A'] }]);
});

test('gives the borders of the split, with as many rows between them as a window needs', () => {
  const { split } = measured;
  const minute = 60_000;
  expect(split).toMatchObject({ purge: 7, windowSize: 8, drawnFromAll: false });
  const [training] = split?.training ?? [];
  const [validation] = split?.validation ?? [];
  expect(validation.from - training.to).toBe(8 * minute);
  expect(training.rows + validation.rows + 7).toBe(400);
  expect(report.testRowUse).toEqual({ rows: 300, training: 0, validation: 0 });
});

test('scores disturbed rows of the attack, and is worse off without the channel attacked', () => {
  const { robustness } = measured;
  expect(robustness?.rows.rows).toBe(150);
  const names = robustness?.cases.map(({ name }) => name) ?? [];
  expect(names).toEqual(expect.arrayContaining(['A dropped', 'A offset', 'noise', 'clock gap']));
  expect(names).not.toContain('C offset'); // a channel that never changes has no deviation
  const dropped = robustness?.cases.find(({ name }) => name === 'A dropped');
  expect(dropped?.auprc).toBeLessThan(robustness?.undisturbed.auprc ?? 0);
});

test('keeps the command, and names the nearest window of each alarm within the rows trained on', () => {
  expect(report.run).toContainEqual({ name: 'Command', value: 'anodec train --window-size 8' });
  const [training] = measured.split?.training ?? [];
  const { nearest = [] } = measured;
  expect(nearest.length).toBeGreaterThan(0);
  for (const { source, from, rows, distance } of nearest) {
    expect(source).toBe('train.csv');
    expect(from).toBeGreaterThanOrEqual(training.from);
    expect(from + (rows - 1) * 60_000).toBeLessThanOrEqual(training.to);
    expect(distance).toBeGreaterThan(0);
  }
});
