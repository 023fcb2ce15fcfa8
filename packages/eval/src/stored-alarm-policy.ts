/** Alarm policies and their settings as they come back from files, also from those of format 0. */
import { isRecord, parseConfig } from '@anodec/core';
import { z } from 'zod';
import { AlarmPolicyConfig } from './alarm-policy-config.js';
import type { FittedAlarmPolicy } from './alarm-policy.js';
import { driftRules } from './drift/registry.js';
import { normalisations } from './normalisation/registry.js';
import { poolings } from './pooling/registry.js';
import { smoothings } from './smoothing/registry.js';
import { Calibration } from './tail/calibration.js';
import { thresholds } from './threshold/registry.js';

const Stored = z.strictObject({
  config: AlarmPolicyConfig,
  norms: z.array(
    z.strictObject({
      channel: z.string(),
      scale: z.json(),
      drift: z.json(),
    }),
  ),
  pooling: z.json(),
  threshold: z.strictObject({
    sawLabels: z.union([z.literal(false), z.literal('validation')]),
    kind: z.string(),
    value: z.number(),
    rule: z.string(),
    scores: z.int(),
    fellBack: z.boolean().optional(),
  }),
  limit: z.json().optional(),
  calibration: Calibration.optional(),
});

/**
 * Checks a fitted alarm policy that came back from JSON, with the states of its variants.
 *
 * @param origin where it comes from, for the message: a file name
 * @throws ConfigError when it is none
 */
export function parseFittedAlarmPolicy(
  json: unknown,
  origin = 'the fitted alarm policy',
): FittedAlarmPolicy {
  const stored = parseConfig(Stored, json, origin);
  const rule = driftRules.get(stored.config.drift.kind);
  const normalisation = normalisations.get(stored.config.normalisation.kind);
  for (const { channel, scale, drift } of stored.norms) {
    parseConfig(normalisation.state, scale, `the normalisation state of ${channel} in ${origin}`);
    parseConfig(rule.state, drift, `the drift state of ${channel} in ${origin}`);
  }
  const threshold = thresholds.get(stored.config.threshold.kind);
  parseConfig(threshold.state, stored.limit ?? null, `the threshold state in ${origin}`);
  if (stored.norms.length > 0) {
    const { state } = poolings.get(stored.config.pooling.kind);
    parseConfig(state, stored.pooling, `the pooling state in ${origin}`);
  }
  return stored;
}

/** A group of format 0: its default kind and the options that stood in it whatever its kind was. */
const FORMAT_0 = {
  normalisation: { table: normalisations, kind: 'gaussian', options: ['rows', 'floor'] },
  drift: {
    table: driftRules,
    kind: 'follow',
    options: ['horizon', 'leastRows', 'margin', 'pace'],
  },
  pooling: { table: poolings, kind: 'max', options: ['k'] },
  smoothing: { table: smoothings, kind: 'mean', options: ['over'] },
  threshold: {
    table: thresholds,
    kind: 'budget',
    options: ['quantile', 'sigmas', 'margin', 'budget'],
  },
} as const;

type Group = (typeof FORMAT_0)[keyof typeof FORMAT_0];

/**
 * Drops from stored settings of format 0 the options of variants that were not chosen.
 *
 * Format 0 kept the options of all variants side by side, so that every file holds some without an
 * effect. For stored runs only: in settings written by hand, such an option is a mistake.
 * Whatever else is wrong stays as it is, for `parseConfig` to refuse.
 */
export function upgradeAlarmPolicyConfig(json: unknown): unknown {
  if (!isRecord(json)) return json;
  const upgraded = Object.entries(json).map(([name, settings]) => {
    const group = Object.entries(FORMAT_0).find(([key]) => key === name)?.[1];
    return [name, group && isRecord(settings) ? ownOptions(group, settings) : settings] as const;
  });
  return Object.fromEntries(upgraded);
}

/**
 * Brings a stored fitted alarm policy of format 0 to today's: settings as `upgradeAlarmPolicyConfig`,
 * the state of the drift rule in one place, no state of a pooling. Whether its threshold fell back is
 * not known.
 */
export function upgradeFittedAlarmPolicy(json: unknown): unknown {
  if (!isRecord(json) || !Array.isArray(json.norms)) return json;
  const config = upgradeAlarmPolicyConfig(json.config);
  const drift = isRecord(config) && isRecord(config.drift) ? config.drift.kind : undefined;
  const norms = json.norms.map((norm: unknown) => {
    if (!isRecord(norm)) return norm;
    const { usual, ceiling, ...rest } = norm;
    return { ...rest, drift: drift === 'none' ? null : { usual, ceiling } };
  });
  return { ...json, config, norms, pooling: null };
}

function ownOptions({ table, kind, options }: Group, settings: Readonly<Record<string, unknown>>) {
  const chosen = settings.kind ?? kind;
  if (typeof chosen !== 'string' || !table.kinds().includes(chosen)) return settings;
  const own = Object.keys(table.get(chosen).settings.shape);
  const foreign = options.filter((option) => !own.includes(option));
  return Object.fromEntries(
    Object.entries(settings).filter(([option]) => !foreign.some((name) => name === option)),
  );
}
