/** Trains classifiers on one part of the messages and compares them on the other. */
import {
  binaryConfusion,
  classifiers,
  type Confusion,
  confusionMatrix,
  type ConfusionRatios,
  confusionRatios,
  stratifiedSplit,
} from '@anodec/classifiers';
import {
  createClassifier,
  DataError,
  type FittedClassifier,
  type Listeners,
  lookup,
} from '@anodec/core';
import { z } from 'zod';
import type { Contender } from '../contenders.js';
import { messageLabels, messageRows, type Messages, selectMessages } from '../messages.js';

export const SplitConfig = z.strictObject({
  testShare: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe('Share of the messages, malicious and not, that is tested instead of learned from'),
  splitSeed: z.int().min(0).default(42).describe('Seed of the split'),
});

export type SplitConfig = z.output<typeof SplitConfig>;

/** Messages to learn from, and others to test on. */
export interface SplitMessages {
  readonly train: Messages;
  readonly test: Messages;
}

/** How a classifier did. */
export interface Result {
  readonly classifier: string;
  /** For people. */
  readonly title: string;
  /** Complete, with defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly confusion: Confusion;
  readonly ratios: ConfusionRatios;
  /** Of the training. */
  readonly trainSeconds: number;
  /** Of the prediction of all test messages. */
  readonly testSeconds: number;
  readonly fitted: FittedClassifier;
}

/**
 * Splits messages by the seed; malicious ones have the same share in both parts, and no message is in both.
 *
 * @throws DataError when there are no malicious or no genuine messages, or too few for two parts
 */
export function splitMessages(
  messages: Messages,
  { testShare, splitSeed }: SplitConfig,
): SplitMessages {
  const malicious = messages.odd.filter((odd) => odd === 1).length;
  if (malicious === 0 || malicious === messages.odd.length) {
    throw new DataError(
      `Messages to learn from must be malicious and genuine ones, got ${malicious} of ${messages.odd.length} that are ` +
        'malicious. Prepare them with a count above 0, or with a table of your own.',
    );
  }
  const { train, test } = stratifiedSplit(messageLabels(messages), testShare, splitSeed);
  return { train: selectMessages(messages, train), test: selectMessages(messages, test) };
}

/**
 * Trains one classifier and tests it.
 *
 * @throws ConfigError when the classifier or a setting is not known; DataError when it cannot learn from the messages
 */
export async function trainAndTest(
  { classifier, settings }: Contender,
  { train, test }: SplitMessages,
  listeners: Listeners = {},
): Promise<Result> {
  const start = performance.now();
  const fitted = await createClassifier(classifiers, classifier, settings).fit(
    messageRows(train),
    messageLabels(train),
    listeners,
  );
  const trained = performance.now();
  const predicted = fitted.predict(messageRows(test));
  const tested = performance.now();
  const confusion = binaryConfusion(confusionMatrix(test.odd, predicted, 2));
  return {
    classifier,
    title: lookup('classifier', classifiers, classifier).title(settings),
    settings: fitted.state().config,
    confusion,
    ratios: confusionRatios(confusion),
    trainSeconds: (trained - start) / 1000,
    testSeconds: (tested - trained) / 1000,
    fitted,
  };
}

/** Trains and tests classifiers, one after the other. */
export async function compareClassifiers(
  contenders: readonly Contender[],
  split: SplitMessages,
  listeners: Listeners = {},
): Promise<Result[]> {
  const results: Result[] = [];
  for (const contender of contenders) {
    results.push(await trainAndTest(contender, split, listeners));
  }
  return results;
}
