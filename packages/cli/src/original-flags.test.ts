/** Tests of the flags of the original program. */
import { ConfigError } from '@anodec/core';
import { expect, test } from 'vitest';
import { explainOriginalFlags } from './original-flags.js';

test('says that workers have no effect, and nothing where none were asked for', () => {
  expect(explainOriginalFlags({ numWorkers: 12 }, 'auto')).toEqual([
    '--num-workers has no effect: windows are read from memory without workers.',
  ]);
  expect(explainOriginalFlags({ gpus: 0 }, 'auto')).toEqual([]);
});

test('refuses a GPU on a backend that has none, and takes it on one that may', () => {
  expect(() => explainOriginalFlags({ gpus: 1 }, 'auto')).toThrow(ConfigError);
  expect(() => explainOriginalFlags({ gpus: 1 }, 'auto')).toThrow(
    'must come with --backend tensorflow',
  );
  expect(explainOriginalFlags({ gpus: 1 }, 'tensorflow')).toEqual([]);
});
