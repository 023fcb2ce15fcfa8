/** Tests of the settings of a live scoring. */
import { parseConfig } from '@anodec/core';
import { expect, test } from 'vitest';
import { WatchConfig } from './settings.js';

test('refuses times without a unit before the first row comes, by the name of the setting', () => {
  const parse = (given: object) => () => parseConfig(WatchConfig, given);
  expect(parse({ wait: '5' })).toThrow('wait: must be a duration such as 5s, got "5"');
  expect(parse({ period: 'abc' })).toThrow('period: must be a duration such as 1s, got "abc"');
  expect(parse({ wait: '5s', period: '0.5s' })()).toMatchObject({ wait: '5s', period: '0.5s' });
});
