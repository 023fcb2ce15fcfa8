/** The contract of classifiers; every entry of the registry goes through it. */
import { classifiers, selectRows, stratifiedFolds } from '@anodec/classifiers';
import {
  type ClassLabels,
  ConfigError,
  createClassifier,
  createRandom,
  DataError,
  type FeatureRows,
  restoreClassifier,
  ShapeError,
  StoppedError,
} from '@anodec/core';
import { describe, expect, test } from 'vitest';

const features = [{ name: 'class', categories: ['car', 'moto'] }, { name: 'length' }];
const classes = ['plausible', 'malicious'];

/** Cars of about 4, motos of about 2 metres; every fourth row has the length of the other class. */
function draw(count: number, seed: number): { rows: FeatureRows; labels: ClassLabels } {
  const random = createRandom(seed);
  const drawn = Array.from({ length: count }, (_, n) => {
    const kind = random.integer(2);
    const isWrong = n % 4 === 0;
    return { kind, isWrong, length: (kind === 1) === isWrong ? 4 : 2, noise: random.normal() };
  });
  const values = drawn.flatMap(({ kind, length, noise }) => [kind, 1000 * (length + 0.3 * noise)]);
  const labels = { classes, values: Uint8Array.from(drawn, ({ isWrong }) => Number(isWrong)) };
  return { rows: { features, values: Float64Array.from(values) }, labels };
}

/** Settings with which a classifier tells them apart; the others need none. A straight line cannot. */
const quick: Record<string, Record<string, unknown>> = {
  mlp: { hiddenLayers: [6], solver: 'lbfgs', activation: 'tanh' },
  'ada-boost': { maxDepth: 2, trees: 8 },
  'random-forest': { trees: 15 },
  'gradient-boosting': { trees: 15 },
  'linear-svm': { degree: 2 },
  'logistic-regression': { degree: 2 },
};

const train = draw(240, 1);
const probe = draw(80, 2);

describe.each(Object.keys(classifiers))('classifier %s', (name) => {
  const create = () => createClassifier(classifiers, name, quick[name]);
  const fit = () => create().fit(train.rows, train.labels);

  test('tells the classes apart on rows that it has not seen', async () => {
    const predicted = (await fit()).predict(probe.rows);
    const right = predicted.filter((label, n) => label === probe.labels.values[n]).length;
    expect(right / predicted.length).toBeGreaterThan(0.9);
  });

  test('answers for a row alone as for all of them', async () => {
    const fitted = await fit();
    const all = fitted.predict(probe.rows);
    const last = probe.labels.values.length - 1;
    expect(fitted.predict(selectRows(probe.rows, [last]))).toEqual(all.slice(last));
  });

  test('predicts the class with the largest probability or decision', async () => {
    const fitted = await fit();
    const predicted = fitted.predict(probe.rows);
    const rankings = [fitted.probabilities?.(probe.rows), fitted.decision?.(probe.rows)];
    expect(rankings.some((ranking) => ranking !== undefined)).toBe(true);
    for (const ranking of rankings) {
      if (!ranking) continue;
      predicted.forEach((label, n) =>
        expect(ranking[2 * n + label]).toBeGreaterThanOrEqual(ranking[2 * n + 1 - label]),
      );
    }
    for (const [i, share] of (rankings[0] ?? []).entries()) {
      expect(share + (rankings[0]?.[i ^ 1] ?? 0)).toBeCloseTo(1, 12);
    }
  });

  test('is the same after a round trip through JSON, and has no training row in it', async () => {
    const fitted = await fit();
    const text = JSON.stringify(fitted.state());
    const restored = restoreClassifier(classifiers, JSON.parse(text));
    expect(restored.predict(probe.rows)).toEqual(fitted.predict(probe.rows));
    expect(JSON.stringify(restored.state())).toBe(text);
    for (const length of train.rows.values.filter((_, i) => i % 2 === 1).slice(0, 5)) {
      expect(text).not.toContain(`${length}`);
    }
  });

  test('refuses a stored classifier that is cut', async () => {
    const state = (await fit()).state();
    const cut = { ...state, model: { ...state.model, learned: {} } };
    expect(() => restoreClassifier(classifiers, cut)).toThrow(DataError);
    expect(() => restoreClassifier(classifiers, cut)).toThrow(
      'The stored classifier must be complete',
    );
  });

  test('learns the same from the same rows', async () => {
    expect((await fit()).state()).toEqual((await fit()).state());
  });

  test('refuses other features, a value that is not finite and a category that it does not know', async () => {
    const fitted = await fit();
    const row = (...values: number[]) => ({ features, values: Float64Array.from(values) });
    const other = { features: [features[0], { name: 'width' }], values: Float64Array.of(0, 1) };
    expect(() => fitted.predict(other)).toThrow(ShapeError);
    expect(() => fitted.predict(row(0, 1, 0, NaN))).toThrow(
      'length must be a finite number, got NaN in row 1.',
    );
    expect(() => fitted.predict(row(2, 4000))).toThrow(
      'class must be an index of car, moto, got 2 in row 0.',
    );
  });

  test('refuses rows of one class, a constant number, NaN and labels that do not fit', async () => {
    const one = { classes, values: new Uint8Array(240) };
    await expect(create().fit(train.rows, one)).rejects.toThrow('got 240 rows of plausible alone');
    const constant = train.rows.values.map((value, i) => (i % 2 === 0 ? value : 4000));
    const fitConstant = create().fit({ features, values: constant }, train.labels);
    await expect(fitConstant).rejects.toThrow('length must vary among the training rows, got 4000');
    const holes = train.rows.values.map((value, i) => (i === 3 ? NaN : value));
    const fitHoles = create().fit({ features, values: holes }, train.labels);
    await expect(fitHoles).rejects.toThrow('length must be a finite number, got NaN in row 1.');
    const short = { classes, values: train.labels.values.slice(1) };
    await expect(create().fit(train.rows, short)).rejects.toThrow(ShapeError);
  });

  test('refuses a setting that it does not have', () => {
    expect(() => createClassifier(classifiers, name, { typo: 1 })).toThrow(ConfigError);
  });

  test('stops on an abort', async () => {
    const { signal } = { signal: AbortSignal.abort() };
    await expect(create().fit(train.rows, train.labels, { signal })).rejects.toThrow(StoppedError);
  });
});

test('refuses fewer rows of a class than folds', () => {
  expect(() => stratifiedFolds(draw(12, 1).labels, 5, 1)).toThrow(
    'as there are folds, 5, got 3 of malicious',
  );
});
