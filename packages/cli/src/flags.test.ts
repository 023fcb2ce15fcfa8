/** Tests of flags made from schemas. */
import { ConfigError } from '@anodec/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { collectSettings, flagsOf } from './flags.js';

const sections = {
  model: z.strictObject({
    hiddenSize: z.int().default(32).describe('Hidden size'),
    numLayers: z.int().default(1),
    linearOutput: z.boolean().default(true),
    cell: z.enum(['lstm', 'gru']).default('lstm'),
    pooling: z
      .strictObject({ kind: z.enum(['mean', 'topk']), topK: z.int().optional() })
      .optional(),
    minimum: z.union([z.string(), z.number()]).default(1),
  }),
  source: z.strictObject({ normal: z.array(z.string()).default([]) }),
};
const flags = flagsOf(sections);
const flag = (name: string) => flags.find((one) => one.name === name);

test('names flags in kebab case and knows the spelling of the original', () => {
  expect(flags.map(({ name }) => name)).toEqual([
    'hidden-size',
    'num-layers',
    'linear-output',
    'cell',
    'pooling',
    'pooling.top-k',
    'minimum',
    'normal',
  ]);
  expect(flag('hidden-size')?.aliases).toEqual(['hidden_size']);
  expect(flag('num-layers')?.aliases).toEqual(['num_layers']);
  expect(flag('cell')?.aliases).toEqual([]);
});

test('takes type, choices, default and help from the schema', () => {
  expect(flag('hidden-size')).toMatchObject({ type: 'number', default: 32, help: 'Hidden size' });
  expect(flag('linear-output')?.type).toBe('boolean');
  expect(flag('cell')).toMatchObject({ type: 'string', choices: ['lstm', 'gru'] });
  expect(flag('minimum')?.type).toBe('string');
  expect(flag('normal')).toMatchObject({ type: 'array', section: 'source' });
});

test('shortens the kind of a nested setting to the setting itself', () => {
  expect(flag('pooling')).toMatchObject({ path: ['pooling', 'kind'], choices: ['mean', 'topk'] });
  expect(collectSettings(flags, { pooling: 'topk', 'pooling.top-k': 3 })).toEqual({
    model: { pooling: { kind: 'topk', topK: 3 } },
  });
});

test('collects what was given in any spelling, and nothing else', () => {
  const given = { hidden_size: '64', num_layers: 2, normal: ['a.csv', 'b.csv'], other: 1 };
  expect(collectSettings(flags, given)).toEqual({
    model: { hiddenSize: 64, numLayers: 2 },
    source: { normal: ['a.csv', 'b.csv'] },
  });
});

test('takes names out of a list with commas, but no file name apart', () => {
  const listed = z.strictObject({
    baselines: z.array(z.enum(['pca', 'norm', 'knn'])),
    normal: z.array(z.string()),
  });
  const own = flagsOf({ listed });
  const given = { baselines: ['pca,norm', 'knn'], normal: ['a,b.csv'] };
  expect(collectSettings(own, given)).toEqual({
    listed: { baselines: ['pca', 'norm', 'knn'], normal: ['a,b.csv'] },
  });
});

test('reads numbers as they are written, and refuses words', () => {
  const read = (typed: unknown) =>
    collectSettings(flags, { 'hidden-size': typed }).model.hiddenSize;
  expect([read('8'), read(-3), read('1e-3')]).toEqual([8, -3, 0.001]);
  for (const word of ['banana', '', '3px']) {
    expect(() => read(word)).toThrow(ConfigError);
    expect(() => read(word)).toThrow(`--hidden-size must be a number, got "${word}".`);
  }
});

test('reads a number where a setting takes a number or a text', () => {
  const read = (typed: string) => collectSettings(flags, { minimum: typed }).model.minimum;
  expect([read('6'), read('6h'), read('')]).toEqual([6, '6h', '']);
  expect(collectSettings(flags, { cell: '1' }).model.cell).toBe('1');
});

test('takes a switch, a number, or a switch that is written out where a setting is either', () => {
  const either = flagsOf({
    limits: z.strictObject({ fastDevRun: z.union([z.boolean(), z.int()]).default(false) }),
  });
  expect(either[0]).toMatchObject({ type: 'boolean', orNumber: true });
  const readings = [true, 'true', 'false', '3', 3].map(
    (typed) => collectSettings(either, { 'fast-dev-run': typed }).limits.fastDevRun,
  );
  expect(readings).toEqual([true, true, false, 3, 3]);
});

test('gives options of one kind a heading of their own, and names the kinds of nested ones', () => {
  const variants = flagsOf({
    detector: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('lstm').default('lstm'), cells: z.int().describe('Cells') }),
      z.strictObject({ kind: z.literal('pca'), share: z.number().describe('Share') }),
    ]),
    policy: z.strictObject({
      pooling: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('topk'), k: z.int().describe('Channels averaged') }),
        z.strictObject({ kind: z.literal('max').default('max') }),
      ]),
    }),
  });
  expect(variants.map(({ name, only, help }) => [name, only, help])).toEqual([
    ['detector', undefined, ''],
    ['cells', 'lstm', 'Cells'],
    ['share', 'pca', 'Share'],
    ['pooling', undefined, ''],
    ['pooling.k', undefined, 'Channels averaged (topk)'],
  ]);
  expect(variants.map(({ default: initial }) => initial)).toEqual([
    'lstm',
    undefined,
    undefined,
    'max',
    undefined,
  ]);
});

test('refuses a flag that was given twice, in one spelling or in two', () => {
  const twice = [{ cell: ['lstm', 'gru'] }, { 'hidden-size': 4, hidden_size: 8 }];
  const messages = [
    '--cell must be given once, got it 2 times.',
    '--hidden-size must be given once, got it 2 times.',
  ];
  for (const [i, given] of twice.entries()) {
    expect(() => collectSettings(flags, given)).toThrow(messages[i]);
  }
});

test('knows which settings must be given', () => {
  const map = z.strictObject({
    input: z.string(),
    seed: z.int().default(0),
    model: z.string().optional(),
  });
  expect(flagsOf({ map }).map(({ name, required }) => [name, required])).toEqual([
    ['input', true],
    ['seed', undefined],
    ['model', undefined],
  ]);
});
