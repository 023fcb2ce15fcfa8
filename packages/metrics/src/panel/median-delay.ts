/** How soon attacks are detected, usually. */
import { median } from '@anodec/core';
import type { Metric } from '../metric.js';

export const medianDelay: Metric = {
  key: 'medianDelay',
  title: 'Median delay',
  description:
    'From the start of an attack to the end of the first row of its alarm; attacks that began during an earlier alarm have none.',
  family: 'detection',
  unit: 'duration',
  range: [0, null],
  higherIsBetter: false,
  source: 'definition of this project: median over attacks that raised an alarm of their own',
  floor: 'Depends on how many rows are flagged; undefined where no attack is detected.',
  chance: 'alarms',
  scope: 'events',
  compute({ attacks }) {
    const delays = attacks.flatMap(({ delay }) => (delay === null ? [] : [delay]));
    return delays.length === 0 ? null : median(delays);
  },
};
