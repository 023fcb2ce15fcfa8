/** The settings of the alarm policy that decide what the threshold means. */
import type { AlarmPolicyConfig } from '@anodec/eval';
import type { Fact } from '@anodec/report';

/** Each stage of the policy with its settings, from errors to alarms. */
export function thresholdFacts(config: AlarmPolicyConfig): Fact[] {
  const { normalisation, drift, pooling, smoothing, threshold, alarms } = config;
  const stages = {
    'Settings of the rule': threshold,
    'Normalisation of errors': normalisation,
    'Drift rule': drift,
    Pooling: pooling,
    Smoothing: smoothing,
    Alarms: alarms,
  };
  return Object.entries(stages).map(([name, group]) => ({ name, value: describe(group) }));
}

/** A group of settings as text, such as "budget, falseAlarms 0.5". */
function describe(group: object): string {
  return Object.entries(group)
    .map(([name, value]) => (name === 'kind' ? String(value) : `${name} ${JSON.stringify(value)}`))
    .join(', ')
    .replaceAll('"', '');
}
