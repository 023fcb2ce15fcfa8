/** The identifier of settings: the same for two runs exactly when the same settings decide their results. */
import { createHash } from 'node:crypto';
import { isRecord } from '@anodec/core';

/** Hexadecimal digits: among a million runs, two settings have the same one with a chance of 1 in 560. */
const LENGTH = 12;

/** The settings of a training that decide its result, by group. */
export interface DecidingSettings {
  readonly preprocess: object;
  readonly detector: object;
  readonly baselines: object;
  readonly alarmPolicy: object;
}

/**
 * A short hash of the settings that decide the result, complete with defaults.
 *
 * Left out are folders and the name of the data set, as recordings have hashes of their own, and the number
 * of threads, which changes no bit. Nor do native kernels, which count as `simd`.
 */
export function settingsId(settings: DecidingSettings): string {
  const { preprocess, detector, baselines, alarmPolicy } = settings;
  const own = Object.fromEntries(
    Object.entries(detector)
      .filter(([name]) => name !== 'threads')
      .map(([name, value]) => [name, name === 'backend' && value === 'native' ? 'simd' : value]),
  );
  const deciding = { preprocess, detector: own, baselines, alarmPolicy };
  return createHash('sha256').update(canonicalJson(deciding)).digest('hex').slice(0, LENGTH);
}

/** JSON with the names of every object in order, so that equal settings have equal texts. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonicalJson(one)}`);
  return `{${entries.join(',')}}`;
}
