/** Tests of what a run is said to differ in. */
import { parseTrainSettings, withPreset } from '@anodec/pipeline';
import { expect, test } from 'vitest';
import { changedSettings } from './changed-settings.js';

const settingsOf = (preset: string | undefined, detector: Readonly<Record<string, unknown>> = {}) =>
  parseTrainSettings(
    withPreset({ ...(preset !== undefined && { preset: { name: preset } }), detector }),
  );

test.each(['default', 'quick', 'compat'])(
  'a run of preset %s differs from it in nothing',
  (name) => {
    expect(changedSettings(settingsOf(name))).toEqual({ preset: name, changed: [] });
  },
);

test('a run without a preset differs from the plain defaults in nothing', () => {
  expect(changedSettings(settingsOf(undefined))).toEqual({ changed: [] });
});

test('a flag beside a preset is told with the value that the preset has', () => {
  const { preset, changed } = changedSettings(
    settingsOf('default', { hiddenSize: 64, maxEpochs: 30 }),
  );
  expect(preset).toBe('default');
  expect(changed).toEqual([
    { name: 'detector.hiddenSize', value: 64, default: 32 },
    { name: 'detector.maxEpochs', value: 30, default: 16 },
  ]);
});

test('another detector under a preset differs in its own settings alone', () => {
  const { preset, changed } = changedSettings(
    settingsOf('default', { kind: 'pca', explainedVariance: 0.8 }),
  );
  expect(preset).toBe('default');
  expect(changed.map(({ name }) => name)).toEqual(['detector.explainedVariance']);
});
