/** Tests of the settings of any classifier. */
import { parseConfig } from '@anodec/core';
import { expect, test } from 'vitest';
import { ClassifierSettings } from './classifier-settings.js';
import { classifiers } from './registry.js';

test.each(Object.keys(classifiers))('fills in the defaults of %s', (kind) => {
  const { schema } = classifiers[kind as keyof typeof classifiers];
  expect(parseConfig(ClassifierSettings, { kind })).toEqual({ kind, ...schema.parse({}) });
});

test('refuses an option that the chosen classifier does not have, and names those that it has', () => {
  expect(() => parseConfig(ClassifierSettings, { kind: 'rectangles', trees: 5 })).toThrow(
    'rectangles has no setting trees; it has leftOut, scaling',
  );
  expect(() => parseConfig(ClassifierSettings, { kind: 'oracle' })).toThrow('must be one of mlp, ');
});
