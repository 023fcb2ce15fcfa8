/** Tests of the comparison, and of the figures on made-up tables with the counts of the originals. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  binaryConfusion,
  classifiers,
  confusionMatrix,
  confusionRatios,
} from '@anodec/classifiers';
import { createClassifier, type FeatureRows } from '@anodec/core';
import { writeSizes } from '@anodec/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageKey } from '../clean.js';
import { originalContenders, tunedContenders } from '../contenders.js';
import { messageCount, messageLabels, messageRows, type Messages } from '../messages.js';
import { PrepareConfig, type Prepared, prepareMessages, TablesConfig } from '../prepare.js';
import { splitMessages, type SplitMessages, trainAndTest } from './compare-classifiers.js';

let folder = '';
let prepared: Prepared;
let split: SplitMessages;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-compare-'));
  await writeSizes(folder, { seed: 3 });
  const tables = TablesConfig.parse({ folder });
  prepared = await prepareMessages(tables, { kind: 'uniform' }, PrepareConfig.parse({ seed: 3 }));
  split = splitMessages(prepared.messages, { testShare: 0.5, splitSeed: 3 });
});
afterAll(() => rmSync(folder, { recursive: true }));

test('has as many rows as the originals, and about as many messages', () => {
  const [cars, bodies, motos, italian] = prepared.tables.map(({ messages }) =>
    messageCount(messages),
  );
  expect([cars, bodies, motos + italian]).toEqual([55_261, 507, 201]);
  const genuine = prepared.messages.odd.filter((odd) => odd === 0).length;
  expect(Math.abs(genuine - 5646)).toBeLessThan(250);
  expect(messageCount(prepared.messages) - genuine).toBe(1000);
});

test('no message is in both halves, and both have the same share of malicious ones', () => {
  const keysOf = (messages: Messages): string[] =>
    Array.from(messages.kinds, (_, n) => messageKey(messages, n));
  const all = messageCount(prepared.messages);
  expect(new Set([...keysOf(split.train), ...keysOf(split.test)]).size).toBe(all);
  for (const { odd } of [split.train, split.test]) {
    expect(odd.filter((value) => value === 1)).toHaveLength(500);
  }
});

test('refuses messages of which none is malicious', () => {
  const odd = new Uint8Array(prepared.messages.odd.length);
  const splitGenuine = () =>
    splitMessages({ ...prepared.messages, odd }, { testShare: 0.5, splitSeed: 1 });
  expect(splitGenuine).toThrow(
    'Messages to learn from must be malicious and genuine ones, got 0 of ',
  );
});

const FLOORS = { mlp: 0.93, 'ada-boost': 0.94, 'linear-svm': 0.93, 'random-forest': 0.94 };

test.each(Object.entries(FLOORS))(
  '%s, tuned on another seed, has an F1 of at least %f',
  async (name, floor) => {
    const contender = tunedContenders.find(({ classifier }) => classifier === name);
    expect(contender).toBeDefined();
    if (!contender) return;
    const { ratios, confusion } = await trainAndTest(contender, split);
    expect(ratios.f1).toBeGreaterThanOrEqual(floor);
    expect(confusion.truePositives + confusion.falseNegatives).toBe(500);
  },
  60_000,
);

/** Millimetres as they are, and the class as a number: what the reference program trained on. */
function withFault(messages: Messages): FeatureRows {
  const names = ['class', 'length', 'width'];
  return { features: names.map((name) => ({ name })), values: messageRows(messages).values };
}

test('the SVM of the reference program is far below, and without scaling and one-hot useless', async () => {
  const contender = originalContenders.find(({ classifier }) => classifier === 'linear-svm');
  if (!contender) throw new Error('no SVM');
  const settings = { ...contender.settings, maxIterations: 60 }; // a tenth of a second each
  const scaled = await trainAndTest({ ...contender, settings }, split);
  expect(scaled.ratios.f1).toBeLessThan(0.75); // a straight line cannot surround what is genuine
  const svm = createClassifier(classifiers, 'linear-svm', { ...settings, scaling: 'none' });
  const fitted = await svm.fit(withFault(split.train), messageLabels(split.train));
  const predicted = fitted.predict(withFault(split.test));
  const { f1 } = confusionRatios(binaryConfusion(confusionMatrix(split.test.odd, predicted, 2)));
  expect(f1).toBeLessThan(0.4);
});

test('the network falls without scaling and one-hot', async () => {
  // fewer units and steps than those of the reference program, whose training takes half a minute
  const settings = {
    activation: 'tanh',
    solver: 'lbfgs',
    alpha: 1e-6,
    hiddenLayers: [12],
    maxIterations: 100,
  };
  const f1Of = async (
    scaling: string,
    rows: (messages: Messages) => FeatureRows,
  ): Promise<number> => {
    const network = createClassifier(classifiers, 'mlp', { ...settings, scaling });
    const fitted = await network.fit(rows(split.train), messageLabels(split.train));
    const predicted = fitted.predict(rows(split.test));
    return confusionRatios(binaryConfusion(confusionMatrix(split.test.odd, predicted, 2))).f1;
  };
  const [right, wrong] = [await f1Of('standard', messageRows), await f1Of('none', withFault)];
  expect(right).toBeGreaterThan(0.93);
  expect(right - (Number.isNaN(wrong) ? 0 : wrong)).toBeGreaterThan(0.1);
});
