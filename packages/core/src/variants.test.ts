/** Tables of variants and their settings. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseConfig } from './config.js';
import { ConfigError } from './errors.js';
import { createVariants, kindOf, variantSettings } from './variants.js';

const max = { settings: variantSettings('max', 'The largest', {}), pool: () => 'max' };
const topk = {
  settings: variantSettings('topk', 'The k largest', {
    k: z.int().default(5).describe('How many'),
    weights: z.enum(['equal', 'rank']).default('equal'),
  }),
  pool: () => 'topk',
};
const newPoolings = () => createVariants('pooling', 'max', [topk, max]);
const schemaOf = (poolings: ReturnType<typeof newPoolings>) =>
  z.strictObject({ pooling: poolings.schema.prefault({}) });

test('takes the default variant where no kind is named, and the defaults of the one that is', () => {
  const schema = schemaOf(newPoolings());
  expect(parseConfig(schema, {})).toEqual({ pooling: { kind: 'max' } });
  const { pooling } = parseConfig(schema, { pooling: { kind: 'topk', weights: 'rank' } });
  expect(pooling).toEqual({ kind: 'topk', k: 5, weights: 'rank' });
});

test.each([
  [{ k: 1 }, 'pooling: max has no setting k; it has none (in the settings).'],
  [
    { kind: 'topk', j: 1, l: 2 },
    'pooling: topk has no setting j, l; it has k, weights (in the settings).',
  ],
  [{ kind: 'min' }, 'pooling.kind: must be one of topk, max, got "min" (in the settings).'],
  [{ kind: 'topk', k: 'x' }, 'pooling.k: Invalid input: expected number, received string, got "x"'],
  ['max', 'pooling: Invalid input: expected object'],
])('names what the chosen variant has when settings are wrong: %j', (pooling, message) => {
  const parse = () => parseConfig(schemaOf(newPoolings()), { pooling });
  expect(parse).toThrow(ConfigError);
  expect(parse).toThrow(message);
});

test('takes a variant from outside, in settings that were read and described before, too', () => {
  const poolings = newPoolings();
  const schema = schemaOf(poolings);
  expect(() => parseConfig(schema, { pooling: { kind: 'min' } })).toThrow('one of topk, max,');
  z.toJSONSchema(schema, { io: 'input' });
  poolings.add({
    settings: variantSettings('min', 'The smallest', { of: z.int() }),
    pool: () => 'min',
  });
  expect(poolings.kinds()).toEqual(['topk', 'max', 'min']);
  expect(poolings.get('min').pool()).toBe('min');
  expect(parseConfig(schema, { pooling: { kind: 'min', of: 3 } })).toEqual({
    pooling: { kind: 'min', of: 3 },
  });
  expect(JSON.stringify(z.toJSONSchema(schema, { io: 'input' }))).toContain('The smallest');
});

test('refuses a second variant of the same name, and a name that is not known', () => {
  const poolings = newPoolings();
  expect(() => poolings.add(max)).toThrow('A pooling needs a name of its own, got max');
  expect(() => poolings.get('min')).toThrow('There is no pooling "min". Known are: topk, max.');
  expect(kindOf(topk)).toBe('topk');
});

test('has a JSON schema from which flags and help can be made', () => {
  const { properties } = z.toJSONSchema(schemaOf(newPoolings()), { io: 'input' });
  expect(properties?.pooling).toEqual({
    default: {},
    oneOf: [
      {
        type: 'object',
        description: 'The k largest',
        properties: {
          kind: { type: 'string', const: 'topk' },
          k: expect.objectContaining({ type: 'integer', default: 5, description: 'How many' }),
          weights: { type: 'string', enum: ['equal', 'rank'], default: 'equal' },
        },
        required: ['kind'],
        additionalProperties: false,
      },
      {
        type: 'object',
        description: 'The largest',
        properties: { kind: { type: 'string', const: 'max', default: 'max' } },
        additionalProperties: false,
      },
    ],
  });
});
