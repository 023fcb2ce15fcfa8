/** Search spaces: as text, as objects, over schemas. */
import { createVariants, variantSettings } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bindSpace, usualSpace } from './from-settings.js';
import { checkSpace, drawPoint, formatDimension, type NumberRange, type Space } from './space.js';
import { parseSpaceObject, parseSpaceText } from './space-text.js';

const models = createVariants('model', 'net', [
  {
    settings: variantSettings('net', 'A network', {
      hiddenSize: z.int().min(1).default(32),
      rate: z.number().positive().default(1e-3),
      dropout: z.number().min(0).lt(1).default(0),
      windowSize: z.union([z.int().min(1), z.literal('auto')]).default(20),
      seed: z.int().default(1),
    }),
  },
  {
    settings: variantSettings('tree', 'A tree', {
      depth: z.int().min(1).max(30).default(4),
      rate: z.number().positive().default(0.1),
      rule: z.enum(['gini', 'entropy']).default('gini'),
      layers: z.array(z.int()).default([]),
    }),
  },
]);
const schemas = {
  model: models.schema,
  training: z.strictObject({ shuffle: z.boolean().default(true) }),
};
const bind = (text: string, fixed = {}): Space => bindSpace(parseSpaceText(text), schemas, fixed);

test('reads ranges, factors, steps, names, numbers and lists', () => {
  expect(
    parseSpaceText('a=16..128:log,b=1e-4..0.1,c=0.1..0.9:0.1,d=x|y,e=1|2.5,f=[]|[28,28],g'),
  ).toEqual([
    { name: 'a', range: { low: 16, high: 128, log: true } },
    { name: 'b', range: { low: 1e-4, high: 0.1, log: false } },
    { name: 'c', range: { low: 0.1, high: 0.9, log: false, step: 0.1 } },
    { name: 'd', range: { values: ['x', 'y'] } },
    { name: 'e', range: { values: [1, 2.5] } },
    { name: 'f', range: { values: [[], [28, 28]] } },
    { name: 'g' },
  ]);
});

test('reads the forms of a file', () => {
  const file = {
    a: '1..9',
    b: ['x', 2],
    c: { low: 1, high: 4 },
    d: { choices: [1, 2], when: { a: 3 } },
    e: null,
  };
  expect(parseSpaceObject(file, 'space.yaml')).toEqual([
    { name: 'a', range: { low: 1, high: 9, log: false } },
    { name: 'b', range: { values: ['x', 2] } },
    { name: 'c', range: { low: 1, high: 4, log: false } },
    { name: 'd', range: { values: [1, 2] }, when: { a: [3] } },
    { name: 'e' },
  ]);
  expect(() => parseSpaceObject({ a: { low: 1 } }, 'space.yaml')).toThrow(
    'a in space.yaml must be',
  );
  expect(() => parseSpaceObject([1], 'space.yaml')).toThrow(
    'space.yaml must hold settings by name',
  );
});

test('takes type, bounds and default ranges from the schemas', () => {
  const [hidden, rate, dropout, shuffle] = bind('hidden-size,model.rate,dropout,shuffle');
  expect(hidden).toEqual({
    kind: 'number',
    name: 'model.hiddenSize',
    low: 8,
    high: 128,
    log: true,
    integer: true,
  });
  expect(rate).toMatchObject({ name: 'model.rate', low: 2.5e-4, high: 4e-3, log: true });
  expect(dropout).toMatchObject({ low: 0, high: 0.99 });
  expect(shuffle).toMatchObject({ name: 'training.shuffle', values: [false, true] });
  const [kind] = usualSpace(['model'], schemas);
  expect(kind).toMatchObject({ kind: 'choice', name: 'model.kind', values: ['net', 'tree'] });
});

test('a setting of one variant applies where that variant is drawn, whatever the order', () => {
  const space = bind('depth,windowSize=5|auto,model=net|tree,rate');
  expect(space.map(({ name }) => name)).toEqual([
    'model.kind',
    'model.depth',
    'model.windowSize',
    'model.rate',
  ]);
  for (let n = 0; n < 20; n++) {
    const point = drawPoint(space, 1, `trial ${n}`);
    const own = point['model.kind'] === 'net' ? 'model.windowSize' : 'model.depth';
    expect(Object.keys(point)).toEqual(['model.kind', own, 'model.rate']);
  }
  expect(formatDimension(space[1])).toBe('model.depth 1..16 log (where model.kind is tree)');
  expect(bind('depth', { 'model.kind': 'tree' })[0]).not.toHaveProperty('when');
});

test('a setting that variants share has the type and range of the variant that is chosen', () => {
  expect(bind('rate', { 'model.kind': 'tree' })[0]).toMatchObject({ low: 0.025, high: 0.4 });
  expect(bind('model=tree,rate')[1]).toMatchObject({ low: 0.025, high: 0.4 });
  expect(bind('rate')[0]).toMatchObject({ low: 2.5e-4, high: 4e-3 });
});

test('takes text for a number where the setting does', () => {
  expect(bind('windowSize=10|auto')[0]).toMatchObject({ values: [10, 'auto'] });
});

describe('refuses in a sentence', () => {
  test.each([
    [
      'hiddnSize=1..9',
      'There is no setting hiddnSize to search. Known are: model.hidden-size, model.window-size.',
    ],
    ['hiddenSize=0..9', 'model.hiddenSize must be at least 1, got 0.'],
    ['hiddenSize=9..1', 'model.hiddenSize must go from a lower to a higher number, got 9..1.'],
    ['hiddenSize=a..b', 'model.hiddenSize must be a number at least 1, got a..b.'],
    ['hiddenSize=1.5..9', 'model.hiddenSize must have whole numbers as bounds, got 1.5..9.'],
    ['hiddenSize=1..9:lg', 'must end with :log, a step such as :0.1, or nothing, got ":lg"'],
    ['dropout=0..0.5:log', 'model.dropout must be above 0 to vary by factors'],
    ['dropout=0..1', 'model.dropout must be at least 0 and below 1, got 1.'],
    ['shuffle=1..2', 'training.shuffle must have single values such as a|b'],
    ['model=net|forest', 'model.kind must be one of net, tree, got forest.'],
    ['depth=1..9', 'model.depth is a setting of tree, but model.kind is net.'],
    ['model=net,depth=1..9', 'model.depth is a setting of tree, but model.kind is net.'],
    ['hiddenSize=4|4', 'model.hiddenSize must have one value or more, each once, got 4|4.'],
    ['hiddenSize=,x', 'must be written as name=16..128 or name=a|b, got "hiddenSize="'],
    ['layers', 'has no range of its own to search'],
  ])('%s', (text, message) => {
    expect(() => bind(text, text.startsWith('layers') ? { 'model.kind': 'tree' } : {})).toThrow(
      message,
    );
  });

  test('a space that contradicts itself', () => {
    const a: NumberRange = {
      kind: 'number',
      name: 'a',
      low: 1,
      high: 2,
      log: false,
      integer: false,
    };
    expect(() => checkSpace([])).toThrow('must have at least one setting');
    expect(() => checkSpace([a, a])).toThrow('got a twice');
    expect(() => checkSpace([{ ...a, when: { name: 'b', values: [1] } }])).toThrow(
      'got b. Put that one first',
    );
    expect(() => checkSpace([{ ...a, step: 3 }])).toThrow(
      'The step of a must be above 0, at most 1, got 3.',
    );
  });
});
