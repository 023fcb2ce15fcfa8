/** The grids of the original program and its files: merged, turned into tables, joined by id, damaged. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { gridPoints } from '@anodec/tune';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beautify } from './beautify.js';
import { outputName, workerOutputFile } from './evaluation-log.js';
import { formatEvaluation, type GridEvaluation, paramsOf, scoresOf } from './evaluation.js';
import { grids, gridSize } from './grids.js';
import { mergeOutputs } from './merge-outputs.js';
import { processOutput, readCombinations } from './process-output.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-grid-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CONFUSION = {
  trueNegatives: 2801,
  falsePositives: 19,
  falseNegatives: 36,
  truePositives: 467,
};

/** An evaluation of AdaBoost with so many trees. */
function evaluation(
  trees: number,
  fold: number,
  part: 'train' | 'test',
  hits = 467,
): GridEvaluation {
  const params = paramsOf({ kind: 'ada-boost', trees, learningRate: 0.3, maxDepth: 3 });
  const confusion = { ...CONFUSION, truePositives: hits };
  return { params, scores: scoresOf(params, { fold, part }, confusion, 0.25) };
}

function write(name: string, evaluations: readonly GridEvaluation[], rest = ''): string {
  const path = join(folder, name);
  writeFileSync(path, evaluations.map(formatEvaluation).join('') + rest);
  return path;
}

test('the grids have the sizes of the original, without what it repeats or never uses', () => {
  const { mlp, svm, 'ada-boost': boost } = grids;
  // the original: 3 rules × (49 empty lists + 4 × 49 lists) × 3 alphas × 4 activations × 3 solvers
  expect(mlp.original).toBe(3 * (49 + 4 * 49) * 3 * 4 * 3);
  // here: 1 empty list, and three rules for sgd alone
  expect(gridSize(mlp)).toBe((1 + 4 * 49) * 3 * 4 * (1 + 1 + 3));
  expect([boost.original, gridSize(boost)]).toEqual([7128, 7128]);
  expect([svm.original, gridSize(svm)]).toEqual([48, 48]);
  for (const grid of Object.values(grids)) {
    const points = [...gridPoints(grid.space, 2)].map((point) => JSON.stringify(point));
    expect(new Set(points).size).toBe(points.length);
  }
});

test('a line has the confusion matrix, its ratios and the id of its combination', () => {
  const { params, scores } = evaluation(46, 2, 'test');
  expect(params).toEqual({
    estimator: 'AdaBoostClassifier',
    n_estimators: 46,
    learning_rate: 0.3,
    max_depth: 3,
  });
  expect(scores).toMatchObject({ fold: 2, part: 'test', tn: 2801, fp: 19, fn: 36, tp: 467 });
  expect(scores.tpr).toBeCloseTo(467 / 503, 12);
  expect(scores.fpr).toBeCloseTo(19 / 2820, 12);
  expect(scores.ppv).toBeCloseTo(467 / 486, 12);
  expect(evaluation(46, 0, 'train').scores.id).toBe(scores.id);
  expect(evaluation(45, 2, 'test').scores.id).not.toBe(scores.id);
  const none = { trueNegatives: 3, falsePositives: 0, falseNegatives: 0, truePositives: 0 };
  expect(scoresOf(params, { fold: 0, part: 'test' }, none, 0)).toMatchObject({
    tpr: null,
    f1: null,
  });
});

test('merging joins the workers of each search, counts an evaluation once, and leaves other files alone', async () => {
  const name = outputName(new Date(2026, 10, 29, 7, 5, 9));
  expect(name).toBe('params-2026-11-29-07-05-09');
  const [first, second] = [71, 72].map((pid) => workerOutputFile('', name, pid));
  write(first, [evaluation(1, 0, 'test'), evaluation(1, 0, 'train')]);
  const cut = formatEvaluation(evaluation(3, 0, 'test')).slice(0, 40);
  write(second, [evaluation(1, 0, 'test'), evaluation(2, 0, 'test')], cut);
  write('other.tmp', []);
  const [merged, ...more] = await mergeOutputs(folder);
  expect(more).toEqual([]);
  expect(merged).toMatchObject({ path: join(folder, `${name}.out`), evaluations: 3 });
  expect(merged.notes).toEqual([
    `The last line of ${second} is cut in the middle and was left out.`,
  ]);
  expect(readdirSync(folder).sort()).toEqual(['other.tmp', `${name}.out`]);
  write(first, [evaluation(4, 0, 'test')]); // of the search that went on
  expect((await mergeOutputs(folder))[0].evaluations).toBe(4);
  write(first, [evaluation(4, 0, 'test')], 'damaged\n');
  await expect(mergeOutputs(folder)).rejects.toThrow(
    `Line 2 of ${join(folder, first)} must be parameters`,
  );
});

test('beautify writes tables whose rows are joined by the id of the combination', async () => {
  const lines = [1, 2].flatMap((trees) =>
    [0, 1].flatMap((fold) => [evaluation(trees, fold, 'test'), evaluation(trees, fold, 'train')]),
  );
  const svm = paramsOf({ kind: 'linear-svm', c: 10 });
  const nothing = { trueNegatives: 3, falsePositives: 0, falseNegatives: 0, truePositives: 0 };
  const place = { fold: 0, part: 'test' } as const;
  const path = write('p.out', [
    ...lines,
    { params: svm, scores: scoresOf(svm, place, nothing, 0) },
  ]);
  const done = await beautify(path);
  expect(done).toMatchObject({ evaluations: 9, combinations: 3, skipped: 0 });
  expect(readdirSync(folder).sort()).toEqual([
    'p.json',
    'p.out',
    'p.params.AdaBoostClassifier.csv',
    'p.params.LinearSVC.csv',
    'p.scores.csv',
  ]);
  const table = (name: string) =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(';'));
  const [head, ...scores] = table('p.scores.csv');
  expect(head.slice(0, 7)).toEqual(['id', 'fold', 'part', 'tn', 'fp', 'fn', 'tp']);
  expect(scores).toHaveLength(9);
  expect(scores[8][head.indexOf('f1')]).toBe('nan');
  const params = table('p.params.AdaBoostClassifier.csv');
  expect(params).toHaveLength(3);
  expect(params[0]).toEqual(['id', 'estimator', 'n_estimators', 'learning_rate', 'max_depth']);
  const ids = params.slice(1).map(([id]) => id);
  expect(new Set(scores.slice(0, 8).map(([id]) => id))).toEqual(new Set(ids));
  const json = JSON.parse(readFileSync(join(folder, 'p.json'), 'utf8'));
  expect([json.params.length, json.scores.length]).toEqual([9, 9]);
});

test('a file that is cut in the middle is refused by its line, and read without it on request', async () => {
  const whole = [evaluation(1, 0, 'test'), evaluation(2, 0, 'test')].map(formatEvaluation).join('');
  const path = join(folder, 'p.out');
  writeFileSync(path, whole.slice(0, -30));
  await expect(beautify(path)).rejects.toThrow(DataError);
  await expect(beautify(path)).rejects.toThrow(
    `Line 2 of ${path} must be parameters, a tab and scores`,
  );
  expect(await beautify(path, true)).toMatchObject({ evaluations: 1, skipped: 1 });
  await expect(beautify(join(folder, 'p.csv'))).rejects.toThrow('must end in .out');
});

test('charts join scores and parameters by id, and look at rows that were not learned from', async () => {
  const lines = [
    evaluation(5, 0, 'test', 100),
    evaluation(5, 0, 'train', 467),
    evaluation(9, 0, 'test', 467),
    evaluation(5, 1, 'test', 300),
  ];
  await beautify(write('p.out', lines));
  const params = join(folder, 'p.params.AdaBoostClassifier.csv');
  const [head, ...rows] = readFileSync(params, 'utf8').trim().split('\n');
  writeFileSync(params, `${[head, ...rows.toReversed()].join('\n')}\n`); // in another order than the scores
  const scores = join(folder, 'p.scores.csv');
  const found = await readCombinations(scores, params);
  const f1 = (hits: number) => (2 * hits) / (2 * hits + 19 + 36);
  expect(found.map((one) => one.params.n_estimators)).toEqual(['5', '9']);
  expect(found[0].f1).toBeCloseTo((f1(100) + f1(300)) / 2, 12);
  expect(found[1].f1).toBeCloseTo(f1(467), 12);
  const tables = { scores, params, out: folder, format: 'svg' as const };
  expect(await processOutput('ada', tables)).toEqual([join(folder, 'adaboost_depth.svg')]);
  expect(readFileSync(join(folder, 'adaboost_depth.svg'), 'utf8')).toContain('learning_rate');
  await expect(processOutput('mlp', tables)).rejects.toThrow('must have the column layer size');
  writeFileSync(params, `id;n_estimators\nother;3\n`);
  await expect(processOutput('ada', tables)).rejects.toThrow(
    'must have scores of the combinations',
  );
});
