/** Checks of settings against their schema. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseConfig } from './config.js';
import { ConfigError, DataError, isUserError, StoppedError, checkStopped } from './errors.js';
import { lookup } from './registry.js';

const Schema = z.strictObject({
  epochs: z.int().min(1).default(50),
  cell: z.enum(['lstm', 'gru']).default('lstm'),
});

test('fills in the defaults and freezes the settings', () => {
  const config = parseConfig(Schema, { epochs: 3 });
  expect(config).toEqual({ epochs: 3, cell: 'lstm' });
  expect(Object.isFrozen(config)).toBe(true);
});

test('names every fault and where the settings come from', () => {
  const faulty = { epochs: 0, cell: 'rnn', typo: 1 };
  const parse = () => parseConfig(Schema, faulty, 'train.json');
  expect(parse).toThrow(ConfigError);
  expect(parse).toThrow('epochs must be at least 1, got 0. ');
  expect(parse).toThrow('cell: ');
  expect(parse).toThrow('Unrecognized key: "typo"');
  expect(parse).toThrow('(in train.json).');
});

test('says of a bound what the schema says of it, where it says something', () => {
  const own = z.strictObject({ epochs: z.int().min(1, { error: 'epochs must be a few' }) });
  expect(() => parseConfig(own, { epochs: 0 })).toThrow('epochs must be a few, got 0 (');
});

test('lists what is known when a name is not, inherited names included', () => {
  const cells = { lstm: 1, gru: 2 };
  expect(lookup('cell', cells, 'gru')).toBe(2);
  for (const name of ['rnn', 'toString']) {
    expect(() => lookup('cell', cells, name)).toThrow(
      `There is no cell "${name}". Known are: lstm, gru.`,
    );
  }
});

test('distinguishes errors of the user from bugs', () => {
  expect(isUserError(new DataError('x'))).toBe(true);
  expect(isUserError(new StoppedError('x'))).toBe(false);
  expect(isUserError(new Error('x'))).toBe(false);
});

test('stops only when the signal was raised', () => {
  checkStopped(undefined, 'training');
  checkStopped(new AbortController().signal, 'training');
  expect(() => checkStopped(AbortSignal.abort(), 'training')).toThrow('Stopped while training.');
});

test.each([
  [{}, 'class must be given. size must be given (in the settings).'],
  [{ class: 'car', size: 2.5 }, 'size must be a whole number, got 2.5 (in the settings).'],
  [{ class: 'car', size: Infinity }, 'size must be a finite number (in the settings).'],
  [
    { class: 'car', size: 2, parts: ['a'] },
    'parts must have at least 2 values, got 1 (in the settings).',
  ],
  [{ class: 'c', size: 2 }, 'class must have at least 2 characters, got "c" (in the settings).'],
  [{ class: 'car', size: 2, share: Infinity }, 'share must be a finite number (in the settings).'],
  [
    { class: 'car', size: 2, way: 'up' },
    'way: must be one of left, right, got "up" (in the settings).',
  ],
])('says of %j in plain words what is wrong', (given, message) => {
  const schema = z.strictObject({
    class: z.string().min(2),
    size: z.int(),
    share: z.number().optional(),
    parts: z.array(z.string()).min(2).optional(),
    way: z.enum(['left', 'right']).optional(),
  });
  expect(() => parseConfig(schema, given)).toThrow(new ConfigError(message));
});
