/** Curves, results and distances against scikit-learn and SciPy, tests by published figures, files. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { createDayTable, SLOTS } from '../day-table.js';
import { classDistances } from './class-distances.js';
import { dayDistances, distancesCsv } from './day-distances.js';
import { classAccuracyCsv, evaluateClasses } from './evaluate-classes.js';
import { accuracyCsv, evaluateScores, testScores } from './evaluate-scores.js';
import { rocCurve, youdenPoint } from './roc.js';
import { readScores, writeScores } from './score-file.js';

const fixture = new URL('../../../../test/fixtures/devices.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as {
  roc: Record<'normal' | 'anomalous' | 'fpr' | 'tpr', number[]> &
    Record<'auc' | 'best' | 'precision' | 'recall' | 'f1' | 'accuracy', number>;
  naming: Record<'probabilities' | 'labels', number[]> &
    Record<'precision' | 'recall' | 'f1' | 'accuracy' | 'auc', number> & {
      classes: Record<'auc' | 'tpr' | 'fpr' | 'specificity', number>[];
    };
  classes: Record<'points' | 'classes' | 'linkage' | 'centroid' | 'variances', number[]> & {
    size: number;
  };
};
const { normal, anomalous } = golden.roc;
const isClose = (own: readonly number[], expected: readonly number[]): boolean =>
  own.length === expected.length && own.every((value, i) => Math.abs(value - expected[i]) < 1e-12);

describe('the curve', () => {
  test('has points and area of scikit-learn, with ties', () => {
    const { points, auc } = rocCurve(normal, anomalous);
    expect(
      isClose(
        points.map(({ fpr }) => fpr),
        golden.roc.fpr,
      ),
    ).toBe(true);
    expect(
      isClose(
        points.map(({ tpr }) => tpr),
        golden.roc.tpr,
      ),
    ).toBe(true);
    expect(auc).toBeCloseTo(golden.roc.auc, 12);
  });

  test('above and not below each threshold lie the same days', () => {
    for (const { threshold, fpr, tpr } of rocCurve(normal, anomalous).points) {
      const share = (scores: number[], is: (score: number) => boolean): number =>
        scores.filter(is).length / scores.length;
      expect(share(normal, (score) => score > threshold)).toBe(fpr);
      expect(share(anomalous, (score) => score >= threshold)).toBe(tpr);
    }
  });

  test('Youden’s point has the largest difference, of equal ones the highest threshold', () => {
    const curve = rocCurve(normal, anomalous);
    expect(curve.points.indexOf(youdenPoint(curve))).toBe(golden.roc.best);
    // 3 and 1 both separate half of the anomalous days
    expect(youdenPoint(rocCurve([2, 0], [3, 1])).threshold).toBe(2.5);
  });

  test('needs both kinds of days, with numbers', () => {
    expect(() => rocCurve([], [1])).toThrow('got 0 and 1');
    expect(() => rocCurve([1], [NaN])).toThrow(DataError);
  });
});

describe('the result', () => {
  test('has precision, recall, F1 and accuracy of scikit-learn', () => {
    const result = evaluateScores(normal, anomalous);
    const own = [result.precision, result.recall, result.f1, result.accuracy].map(Number);
    const { precision, recall, f1, accuracy } = golden.roc;
    expect(isClose(own, [precision, recall, f1, accuracy])).toBe(true);
    expect(result.sawLabels).toBe(true);
    expect(Number(result.fpr) + Number(result.specificity)).toBeCloseTo(1, 12);
  });

  test('takes a threshold from elsewhere, and counts scores above it, not at it', () => {
    const result = evaluateScores([1, 2, 3], [3, 4], 3);
    expect(result.sawLabels).toBe(false);
    expect(result.confusion).toEqual({
      truePositives: 1,
      falsePositives: 0,
      falseNegatives: 1,
      trueNegatives: 3,
    });
    expect([result.normalMean, result.anomalousMean]).toEqual([2, 3.5]);
  });

  test('is a row under the names of the original, and the threshold', () => {
    expect(accuracyCsv(evaluateScores([1, 2, 3], [3, 4], 3))).toBe(
      'precision,recall,f1_score,acuarry,auc,fpr,tpr,specificity,nomal_score_avg,anomaly_score_avg,threshold\n' +
        `1,0.5,${2 / 3},0.8,${5.5 / 6},0,0.5,1,2,3.5,3\n`,
    );
    // without a day above the threshold there is no precision
    expect(accuracyCsv(evaluateScores([1], [2], 9)).split('\n')[1]).toMatch(/^,0,0,0.5,/);
  });

  test('tests the two groups; those that cannot be made are null', () => {
    const result = evaluateScores(normal, anomalous);
    const tests = testScores(normal, anomalous, result);
    expect(tests.mannWhitney.superiority).toBeCloseTo(1 - result.roc.auc, 12);
    expect(tests.welch?.t).toBeLessThan(0);
    expect(tests.brunnerMunzel?.statistic).toBeGreaterThan(0);
    expect(tests.chiSquare?.freedom).toBe(1);
    const few = testScores([1], [2], evaluateScores([1], [2], 9));
    expect([few.welch, few.brunnerMunzel, few.chiSquare]).toEqual([null, null, null]);
  });

  test('the published counts have the published χ²', () => {
    const confusion = {
      truePositives: 54,
      falseNegatives: 22,
      falsePositives: 18,
      trueNegatives: 59,
    };
    const { chiSquare } = testScores([1, 2], [3, 4], { confusion });
    expect(chiSquare?.statistic).toBeCloseTo(34.9, 2);
  });
});

describe('distances', () => {
  const dates = ['20.01.01', '20.01.02', '20.01.03'];
  const table = (...levels: number[]) => {
    const values = new Float32Array(levels.length * SLOTS);
    for (const [n, level] of levels.entries()) values.fill(level, n * SLOTS, n * SLOTS + 4);
    return createDayTable('A', dates.slice(0, levels.length), values);
  };

  test('of real and generated days: four values apart by a part of the range', () => {
    const result = dayDistances(
      table(10, 10, 10),
      table(5, 10, 0),
      { minimum: 0, maximum: 10 },
      [0, 1, 0],
    );
    // √(4 · 0.5²) = 1, 0, √(4 · 1²) = 2
    expect([...result.distances]).toEqual([1, 0, 2]);
    expect(distancesCsv(result)).toBe(
      '20.01.01,1\n20.01.02,0\n20.01.03,2\nclass_0_avg,1.5\nclass_1_avg,0\navg,1\nmdn,1\n',
    );
    const two = dayDistances(table(10, 10), table(5, 10), { minimum: 0, maximum: 10 }, [0, 0]);
    expect(two.median).toBe(0.5); // between 1 and 0
    const short = () => dayDistances(table(1, 1), table(1), { minimum: 0, maximum: 1 }, [0, 0]);
    expect(short).toThrow('got none for 20.01.02');
  });

  test('of classes have linkage, centres and variances of SciPy and NumPy', () => {
    const { points, size, classes, linkage, centroid, variances } = golden.classes;
    const found = classDistances(Float64Array.from(points), size, classes);
    expect(
      isClose(
        found.pairs.map((pair) => pair.linkage),
        linkage,
      ),
    ).toBe(true);
    expect(
      isClose(
        found.pairs.map((pair) => pair.centroid),
        centroid,
      ),
    ).toBe(true);
    expect(isClose(found.variances, variances)).toBe(true);
    expect(found.pairs.map(({ first, second }) => `${first}${second}`)).toEqual(['01', '02', '12']);
    expect(found.meanLinkage).toBeCloseTo(linkage.reduce((sum, d) => sum + d, 0) / 3, 12);
    expect(found.counts.reduce((sum, count) => sum + count, 0)).toBe(20);
  });

  test('a class without a day has no pair', () => {
    const { pairs, variances, meanCentroid } = classDistances(
      Float64Array.of(0, 0, 3, 4),
      2,
      [0, 2],
    );
    expect(pairs).toEqual([{ first: 0, second: 2, linkage: 5, centroid: 5 }]);
    expect([variances[1], meanCentroid]).toEqual([NaN, 5]);
  });
});

describe('the naming of classes', () => {
  const { probabilities, labels, classes, ...ratios } = golden.naming;

  test('has ratios and areas of scikit-learn, over all classes and for each', () => {
    const result = evaluateClasses(probabilities, labels, 3);
    const names = ['precision', 'recall', 'f1', 'accuracy', 'auc'] as const;
    expect(
      isClose(
        names.map((name) => Number(result[name])),
        names.map((name) => ratios[name]),
      ),
    ).toBe(true);
    for (const [k, { roc, tpr, fpr, specificity }] of result.classes.entries()) {
      const own = [roc?.auc, tpr, fpr, specificity].map(Number);
      const expected = classes[k];
      expect(isClose(own, [expected.auc, expected.tpr, expected.fpr, expected.specificity])).toBe(
        true,
      );
    }
  });

  test('is a row under the names of the original; what is not known is empty', () => {
    // two days of class 0, the second one taken for class 1; no day of the third class
    const result = evaluateClasses([0.7, 0.2, 0.1, 0.3, 0.5, 0.2], [0, 0], 3);
    expect([...result.named]).toEqual([0, 1]);
    expect(classAccuracyCsv(result)).toBe(
      'precision,recall,f1_score,acuarry,auc,class0: fpr,class0: tpr,class0: specificity,' +
        'class1: fpr,class1: tpr,class1: specificity,class2: fpr,class2: tpr,class2: specificity\n' +
        '0.5,0.5,0.5,0.5,,,0.5,,0.5,,0.5,0,,1\n',
    );
    expect(() => evaluateClasses([], [], 2)).toThrow(DataError);
  });
});

test('scores come back from their file with all digits; a wrong line is named', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'anodec-scores-')), 'scores.csv');
  const scores = {
    dates: ['20.01.01', '20.01.02'],
    scores: Float64Array.of(1.8711795806884766, 0.1),
  };
  await writeScores(path, scores);
  expect(await readFile(path, 'utf8')).toBe('20.01.01,1.8711795806884766\n20.01.02,0.1\n');
  expect(await readScores(path)).toEqual(scores);
  for (const line of ['20.01.02,', '20.13.02,1', 'date,score', '20.01.02,x']) {
    await writeFile(path, `20.01.01,1\n${line}\n`);
    await expect(readScores(path)).rejects.toThrow('(scores.csv, row 2)');
  }
});
