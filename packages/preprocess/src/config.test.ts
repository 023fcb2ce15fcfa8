/** Tests of the settings of preprocessing. */
import { ConfigError, createFrame, parseConfig, variantSettings } from '@anodec/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { collectRecordings } from './collect.js';
import { PreprocessConfig } from './config.js';
import { defineMissingRule, missingRules } from './missing/index.js';
import { prepareNormal } from './normal-split.js';
import { parsePreprocessing } from './preprocessing-schema.js';
import { defineScaler, scalers } from './scaler/index.js';
import { preprocessRecording, startPreprocessing } from './stream.js';

const parse = (settings: unknown) => parseConfig(PreprocessConfig, settings);

test('takes the name of a variant for the variant with its defaults', () => {
  expect(parse({ scaler: 'minmax', missing: 'linear' })).toMatchObject({
    scaler: { kind: 'minmax' },
    missing: { kind: 'linear', hold: 'none' },
  });
  expect(parse({})).toMatchObject({
    sampleFreq: 'none',
    scaler: { kind: 'standard' },
    missing: { kind: 'mask' },
  });
});

test('takes a number, as a text too, or none for clip, and leaves scaled readings whole with none', () => {
  expect(parse({ clip: '5' }).clip).toBe(5);
  expect(() => parse({ clip: 0 })).toThrow('clip must be above 0');
  expect(() => parse({ clip: 'off' })).toThrow('clip: must be a number above 0, or none');
  const settings = parse({ clip: 'none', scaler: 'none', validationSplit: 0.5 });
  const frame = createFrame({ values: Float32Array.of(1, 2, 3, 400), channels: ['a'] });
  const { validation } = prepareNormal(
    collectRecordings([frame], settings, () => 'x'),
    settings,
    1,
  );
  expect([...validation[0].inputs.values]).toEqual([3, 400]);
});

test.each([
  [{ scaler: { kind: 'minmax', quantiles: 9 } }, 'minmax has no setting quantiles; it has none'],
  [{ scaler: { kind: 'quantile', kept: 9 } }, 'quantile has no setting kept; it has quantiles'],
  [{ missing: { kind: 'mask', hold: '5min' } }, 'mask has no setting hold; it has none'],
  [{ missing: { kind: 'linear', limit: 5 } }, 'linear has no setting limit; it has hold'],
  [{ scaler: 'zscore' }, 'scaler.kind: must be one of standard, minmax, robust, quantile, none'],
  [{ missing: { kind: 'linear', hold: 'soon' } }, 'missing.hold'],
  [
    { missing: 'drop', gapTolerance: 3 },
    'gapTolerance: inserted rows have no readings, which missing drop does not accept',
  ],
])('refuses %j', (settings, message) => {
  expect(() => parse(settings)).toThrow(ConfigError);
  expect(() => parse(settings)).toThrow(message);
});

test('takes a scaler and a rule of another package, also from JSON and row by row', () => {
  const halves = defineScaler({
    settings: variantSettings('power', 'A power of the reading', {
      exponent: z.number().default(2).describe('Exponent'),
    }),
    map: z.strictObject({ exponent: z.number() }),
    fit: (_, { exponent }) => ({ exponent }),
    scale: ({ exponent }, reading) => reading ** exponent,
    invert: ({ exponent }, scaled) => scaled ** (1 / exponent),
  });
  scalers.add(halves);
  missingRules.add(
    defineMissingRule({
      settings: variantSettings('constant', 'Missing readings are a constant', {
        value: z.number().default(0).describe('The constant'),
      }),
      takesInsertedRows: true,
      start: (_, { value }) => ({
        push: (rows) => ({
          ...rows,
          values: rows.values.map((reading) => (Number.isNaN(reading) ? value : reading)),
        }),
        finish: () => ({ timestamps: new Float64Array(0), values: new Float32Array(0) }),
      }),
    }),
  );
  const scaler = { kind: 'power', exponent: 3 };
  const config = PreprocessConfig.parse({
    scaler,
    missing: { kind: 'constant', value: 2 },
    clip: 99,
  });
  const frame = createFrame({ values: Float32Array.of(1, NaN, 3, 4), channels: ['a'] });
  const set = collectRecordings([frame], config, () => 'n.csv');
  const { preprocessing, training } = prepareNormal(set, config, 1);
  expect([...training[0].inputs.values]).toEqual([1, 8, 27]);
  const stored = parsePreprocessing(JSON.parse(JSON.stringify(preprocessing)), 'scaler.json');
  expect([...preprocessRecording(stored, frame).inputs.values]).toEqual([1, 8, 27, 64]);
  const stream = startPreprocessing(stored, { ...frame, period: 1 });
  const { inputs } = stream.push(Float64Array.of(0, 1), Float32Array.of(NaN, 4));
  expect([...inputs]).toEqual([8, 64]);
  const own = { ...stored.scaler, maps: [{ exponent: 'three' }] };
  expect(() => parsePreprocessing({ ...stored, scaler: own }, 'scaler.json')).toThrow(
    'scaler.json must hold a fitted preprocessing, got scaler.maps.0: must be a map of the scaler power.',
  );
  expect(() => scalers.add(halves)).toThrow('A scaler needs a name of its own, got power');
});
