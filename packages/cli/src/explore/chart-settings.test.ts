/** Tests of which settings a chart takes. */
import { expect, test } from 'vitest';
import { checkChartSettings } from './chart-settings.js';

test('takes the settings that the chart uses, and those of every chart', () => {
  const plot = { what: 'signals', interval: '10s', of: 'a.csv', theme: 'dark' };
  expect(() => checkChartSettings({ plot, reading: { period: '1s' } })).not.toThrow();
  expect(() => checkChartSettings({ plot: { interval: '10s' } }, 'signals')).not.toThrow();
});

test('refuses by name a setting that the chart would ignore', () => {
  const refused = (plot: Record<string, unknown>, reading = {}) => {
    return () => checkChartSettings({ plot, reading });
  };
  expect(refused({ what: 'score', interval: '10s' })).toThrow(
    'The chart score has no setting `interval`, got "10s"; it has `number`, `day`. Leave it out.',
  );
  expect(refused({ what: 'durations', day: '2016-01-01' })).toThrow('it has none. Leave it out.');
  expect(refused({ what: 'score' }, { period: '1s' })).toThrow('has no setting `period`');
});
