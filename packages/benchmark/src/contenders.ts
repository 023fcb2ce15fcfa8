/** The detectors of a benchmark: what each is made of, and with which seeds it runs. */
import { ConfigError, type DetectorInput, lookup } from '@anodec/core';
import type { AlarmPolicyConfig } from '@anodec/eval';
import {
  type Baseline,
  baselineOptions,
  baselines,
  type DetectorConfig,
  detectorEntry,
  detectorNames,
  ownSettings,
} from '@anodec/pipeline';
import type { BenchmarkSettings } from './config.js';

/** A detector of a benchmark. */
export interface Contender {
  /** As it was asked for. */
  readonly name: string;
  /** Name in tables. */
  readonly title: string;
  /** Name of its detector. */
  readonly kind: string;
  /** Its settings, complete; `seed` is replaced for each run. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly input: DetectorInput;
  readonly alarmPolicy: AlarmPolicyConfig;
  /** Seeds to run with; a single null where nothing depends on one. */
  readonly seeds: readonly (number | null)[];
}

/** A contender with one of its seeds. */
export type SeededContender = Contender & { readonly seed: number | null };

/**
 * The detectors that the settings name. The group `detector` has the settings of its kind; others have
 * those of their baseline, or their defaults.
 *
 * @throws ConfigError when a name is not known or given twice
 */
export function contendersOf(settings: BenchmarkSettings): readonly Contender[] {
  const names = settings.benchmark.detectors.flatMap((name) => name.split(','));
  const contenders = names.map((name) => contenderOf(name.trim(), settings));
  const twice = contenders.find(({ name }, i) => contenders.findIndex((c) => c.name === name) < i);
  if (!twice) return contenders;
  throw new ConfigError(`\`detectors\` must name each detector once, got ${twice.name} twice.`);
}

function contenderOf(name: string, settings: BenchmarkSettings): Contender {
  const { detector: primary, baselines: groups, alarmPolicy, benchmark } = settings;
  if (name !== primary.kind && name in baselines) {
    const baseline = baselines[name];
    const { title, detector: kind, input } = baseline;
    const options = complete(kind, baselineOptions(baseline, groups, primary));
    const seeds = seedsOf(options, benchmark.seeds, primary);
    return {
      name,
      title,
      kind,
      options,
      input,
      alarmPolicy: policyOf(baseline, alarmPolicy),
      seeds,
    };
  }
  const entries = Object.fromEntries(detectorNames().map((known) => [known, known]));
  const kind = lookup('detector', { ...baselines, ...entries }, name) as string;
  const options = complete(kind, name === primary.kind ? ownSettings(primary) : {});
  const { title, input } = detectorEntry(kind);
  const seeds = seedsOf(options, benchmark.seeds, primary);
  return { name, title: title(options), kind, options, input, alarmPolicy, seeds };
}

function policyOf({ alarmPolicy }: Baseline, usual: AlarmPolicyConfig): AlarmPolicyConfig {
  return alarmPolicy ?? usual;
}

/** @throws ConfigError when a setting is not known */
function complete(kind: string, options: unknown): Readonly<Record<string, unknown>> {
  return detectorEntry(kind).schema.parse(options);
}

/** Seeds are counted up from that of the detector, or of the primary one. */
function seedsOf(
  options: Readonly<Record<string, unknown>>,
  count: number,
  primary: DetectorConfig,
): readonly (number | null)[] {
  if (typeof options.seed !== 'number') return [null];
  const first = typeof primary.seed === 'number' ? primary.seed : options.seed;
  return Array.from({ length: count }, (_, i) => first + i);
}
