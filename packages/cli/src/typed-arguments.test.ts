/** Tests of arguments made plain for the parser. */
import { ConfigError } from '@anodec/core';
import { expect, test } from 'vitest';
import { plainArguments, type Spelling } from './typed-arguments.js';

const spellings: readonly Spelling[] = [
  { flag: 'max-epochs', name: 'max-epochs', kind: 'value' },
  { flag: 'max-epochs', name: 'max_epochs', kind: 'value' },
  { flag: 'max-steps', name: 'max-steps', kind: 'value' },
  { flag: 'gpus', name: 'gpus', kind: 'value' },
  { flag: 'seed', name: 'seed', kind: 'value' },
  { flag: 'seeds', name: 'seeds', kind: 'value' },
  { flag: 'deterministic', name: 'deterministic', kind: 'switch' },
  { flag: 'fast-dev-run', name: 'fast-dev-run', kind: 'switch or number' },
  { flag: 'fast-dev-run', name: 'fast_dev_run', kind: 'switch or number' },
];
const plain = (line: string, hasWords = false): string =>
  plainArguments(line.split(' '), spellings, hasWords).join(' ');

test('writes an abbreviation out where one flag alone begins with it, in any spelling', () => {
  expect(plain('train --gpu=1 --max_e 3 --max-st=4')).toBe(
    'train --gpus=1 --max-epochs 3 --max-steps=4',
  );
});

test('takes the whole name of a flag for this flag, though another one begins with it', () => {
  expect(plain('train --seed 3')).toBe('train --seed 3');
});

test('refuses an abbreviation of two flags with both, and leaves what is no flag as it is', () => {
  expect(() => plain('train --max 3')).toThrow(ConfigError);
  expect(() => plain('train --max 3')).toThrow(
    '--max may be --max-epochs or --max-steps. Write the flag out.',
  );
  expect(plain('train --unknown 3 word -h')).toBe('train --unknown 3 word -h');
});

test('reads the value of a switch in the spellings of Python', () => {
  expect(plain('train --deterministic True --fast_dev_run=1')).toBe(
    'train --deterministic=true --fast_dev_run=1',
  );
  expect(plain('train --determ no --fast_dev_run 5 --gpus 0')).toBe(
    'train --deterministic=false --fast_dev_run=5 --gpus 0',
  );
  expect(() => plain('train --deterministic=maybe')).toThrow(
    '--deterministic must be true or false, got "maybe".',
  );
});

test('takes 1 behind a switch for a word where the command has words', () => {
  expect(plain('score --deterministic 1', true)).toBe('score --deterministic 1');
  expect(plain('train --deterministic 1')).toBe('train --deterministic=true');
});

test('takes - for the value of a flag, which stands for standard input', () => {
  expect(plain('train --gpus - --deterministic')).toBe('train --gpus=- --deterministic');
});

test('leaves everything behind -- as it is', () => {
  expect(plain('train -- --gpu=1')).toBe('train -- --gpu=1');
});
