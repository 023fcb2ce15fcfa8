/** The settings of detectors. */
import { expect, test } from 'vitest';
import { parseTrainSettings } from '../settings/settings.js';

test('refuses a setting that the detector does not have, and names those it has', () => {
  const parse = (detector: Record<string, unknown>) => () => parseTrainSettings({ detector });
  expect(parse({ kind: 'pca', windowSize: 10 })).toThrow(
    'pca has no setting windowSize; it has explainedVariance, scoreError (in the settings of detector).',
  );
  expect(parse({ kind: 'norm', windowSize: 10, k: 1 })).toThrow(
    'norm has no setting windowSize, k; it has scoreError (in the settings of detector).',
  );
  // of many settings the one that was meant, or none
  expect(parse({ kind: 'multi-window', windowSize: 20 })).toThrow(
    'multi-window has no setting windowSize; it has windowSizes (in the settings of detector).',
  );
  expect(parse({ kind: 'multi-window', explainedVariance: 0.9 })).toThrow(
    'multi-window has no setting explainedVariance; leave it out (in the settings of detector).',
  );
  expect(parse({ windowSizes: 10 })).toThrow('autoencoder has no setting windowSizes; it has');
  expect(parse({ kind: 'pca', explainedVariance: 0.8 })().detector).toEqual({
    kind: 'pca',
    explainedVariance: 0.8,
    scoreError: 'squared',
  });
});
