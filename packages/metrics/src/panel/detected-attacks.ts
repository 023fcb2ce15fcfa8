/** How many attacks were detected at all. */
import type { Metric } from '../metric.js';

export const detectedAttacks: Metric = {
  key: 'detectedAttacks',
  title: 'Attacks detected',
  description: 'Attacks with an effect that at least one alarm overlaps.',
  family: 'detection',
  unit: 'attacks',
  range: [0, null],
  higherIsBetter: true,
  source: 'Hundman et al. 2018, "Detecting Spacecraft Anomalies", section 4.1: any overlap counts',
  floor: 'Depends on how many rows are flagged: an alarm without end detects all.',
  chance: 'alarms',
  scope: 'events',
  compute: ({ events }) => (events.attacks === 0 ? null : events.caught),
};
