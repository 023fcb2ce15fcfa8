/** How late the slowest tenth of the detected attacks is detected. */
import { quantile } from '@anodec/core';
import type { Metric } from '../metric.js';

export const delay90: Metric = {
  key: 'delay90',
  title: '90th percentile of the delay',
  description: 'The delay that nine in ten attacks with an alarm of their own do not exceed.',
  family: 'detection',
  unit: 'duration',
  range: [0, null],
  higherIsBetter: false,
  source: 'definition of this project: quantile over attacks that raised an alarm of their own',
  floor: 'Depends on how many rows are flagged; undefined where no attack is detected.',
  chance: 'alarms',
  scope: 'events',
  shown: 'data',
  compute({ attacks }) {
    const delays = attacks.flatMap(({ delay }) => (delay === null ? [] : [delay]));
    return delays.length === 0 ? null : quantile(delays, 0.9);
  },
};
