/** Tests of registries of classifiers. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { ClassifierState, FittedClassifier } from './classifier.js';
import { createClassifier, defineClassifier, restoreClassifier } from './classifier-entry.js';
import { ConfigError } from './errors.js';

const schema = z.strictObject({ answer: z.int().min(0).default(1).describe('Class of every row') });

/** Answers the same for every row. */
function constant(config: z.output<typeof schema>, classes: readonly string[]): FittedClassifier {
  const features = [{ name: 'x' }];
  return {
    features,
    classes,
    predict: ({ values }) => new Uint8Array(values.length).fill(config.answer),
    state: (): ClassifierState => ({
      classifier: 'constant',
      config,
      features,
      classes,
      model: {},
    }),
  };
}

const registry = {
  constant: defineClassifier(schema, {
    title: ({ answer }) => `Always ${answer}`,
    create: (config) => ({ fit: async (_, { classes }) => constant(config, classes) }),
    restore: (config, { classes }) => constant(config, classes),
  }),
};

const rows = { features: [{ name: 'x' }], values: Float64Array.of(5, 6) };
const labels = { classes: ['a', 'b'], values: Uint8Array.of(0, 1) };

test('fills in defaults, and restores what was fitted', async () => {
  const fitted = await createClassifier(registry, 'constant').fit(rows, labels);
  expect(registry.constant.title({})).toBe('Always 1');
  expect([...restoreClassifier(registry, fitted.state()).predict(rows)]).toEqual([1, 1]);
});

test('refuses unknown names and settings, stored ones too', async () => {
  expect(() => createClassifier(registry, 'oracle')).toThrow('There is no classifier "oracle".');
  expect(() => createClassifier(registry, 'constant', { typo: 1 })).toThrow(ConfigError);
  const state = (await createClassifier(registry, 'constant').fit(rows, labels)).state();
  expect(() => restoreClassifier(registry, { ...state, config: { answer: -1 } })).toThrow(
    'answer must be at least 0, got -1 (in the stored classifier).',
  );
});
