/** Alarms and attacks in one number. */
import type { Metric } from '../metric.js';
import { harmonicMean } from '../pointwise.js';
import { eventPrecision } from './event-precision.js';
import { eventRecall } from './event-recall.js';

export const eventF1: Metric = {
  key: 'eventF1',
  title: 'Event F1',
  description: 'Harmonic mean of event precision and event recall.',
  family: 'detection',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'Hundman et al. 2018, "Detecting Spacecraft Anomalies", section 4.1',
  floor: 'Between event precision and event recall.',
  chance: 'alarms',
  scope: 'events',
  perRecovery: true,
  shown: 'report',
  compute: (input) => harmonicMean(eventPrecision.compute(input), eventRecall.compute(input)),
};
