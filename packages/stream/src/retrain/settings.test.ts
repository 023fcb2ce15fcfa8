/** Settings of retraining. */
import { expect, test } from 'vitest';
import { RetrainConfig, spanInRows } from './settings.js';

test('takes durations and rows, and says of anything else what it must be', () => {
  const parsed = RetrainConfig.parse({ retrain: '7d', retrainOver: '20000', shadowFor: '1.5h' });
  expect(parsed).toMatchObject({ retrain: '7d', promote: 'rule', retrainGuard: '30m' });
  for (const retrain of ['none', 'drift', '500']) RetrainConfig.parse({ retrain });
  for (const wrong of ['often', '7x', '0', '-5', '']) {
    expect(() => RetrainConfig.parse({ retrain: wrong })).toThrow(
      'must be none, drift, a duration',
    );
    expect(() => RetrainConfig.parse({ shadowFor: wrong })).toThrow(
      'must be a duration such as 6h',
    );
  }
  expect(() => RetrainConfig.parse({ shadowFor: 'drift' })).toThrow('must be a duration');
});

test('counts the rows of a duration by the time between rows', () => {
  const time = { clock: 'utc' as const, period: 60_000, assumedPeriod: '1s' };
  expect([spanInRows('2h', time), spanInRows('2', time)]).toEqual([120, 2]);
});
