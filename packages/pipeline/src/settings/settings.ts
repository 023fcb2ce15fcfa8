/** The settings of a training by group, and those of earlier formats. */
import { ConfigError } from '@anodec/core';
import { AlarmPolicyConfig, upgradeAlarmPolicyConfig } from '@anodec/eval';
import { PreprocessConfig, SWAT_PREPROCESS } from '@anodec/preprocess';
import { BaselinesConfig } from '../detectors/baselines.js';
import { DetectorConfig } from '../detectors/registry.js';
import { LoggingConfig } from './logging-config.js';
import { PathsConfig } from './paths.js';
import { type GivenSettings, parseSections, type Settings } from './sections.js';

/** The settings of a training, by group; config.json of a run holds them complete. */
export const trainSections = {
  paths: PathsConfig,
  preprocess: PreprocessConfig,
  detector: DetectorConfig,
  baselines: BaselinesConfig,
  alarmPolicy: AlarmPolicyConfig,
  logging: LoggingConfig,
};

export type TrainSettings = Settings<typeof trainSections>;

/** Settings of a training as a script or a file gives them: any part, defaults elsewhere. */
export type GivenTrainSettings = {
  readonly [Group in keyof typeof trainSections]?: Readonly<Record<string, unknown>>;
};

/** Groups of config.json that record what happened rather than what was asked for. */
const RECORDS = ['formatVersion', 'computed', 'resumedFrom'];

/**
 * Settings under the given ones that a data set brings along: the SWaT recordings, which `data_store` is
 * unless tables are named, are averaged to 10 s; other tables stay as they are.
 */
export function withDatasetDefaults(given: GivenSettings): GivenSettings {
  const normal = given.source?.normal;
  const own = Array.isArray(normal) && normal.length > 0;
  const dataset = given.paths?.dataset ?? PathsConfig.parse({}).dataset;
  if (own || dataset !== PathsConfig.parse({}).dataset) return given;
  return { ...given, preprocess: { ...SWAT_PREPROCESS, ...given.preprocess } };
}

/** Completes and checks settings. @throws ConfigError when one is unknown or out of its range */
export function parseTrainSettings(given: GivenTrainSettings): TrainSettings {
  return parseSections(trainSections, withDatasetDefaults(given as GivenSettings));
}

/**
 * The settings in a config.json or a file of settings, of this format or an earlier one.
 *
 * @throws ConfigError when it does not hold groups of settings
 */
export function settingsOf(config: unknown, origin: string): GivenSettings {
  if (!isGroups(config)) {
    throw new ConfigError(
      `${origin} must hold groups of settings such as {"detector": {"maxEpochs": 20}}, got something else.`,
    );
  }
  const groups = Object.entries(config).filter(([name]) => !RECORDS.includes(name));
  return upgradeSettings(Object.fromEntries(groups) as GivenSettings);
}

/** Names of groups before format 1. */
const FORMER_GROUPS: Readonly<Record<string, string>> = {
  place: 'paths',
  recording: 'preprocess',
  model: 'detector',
  neighbours: 'baselines',
  verdict: 'alarmPolicy',
};

/** Settings with the names of today; those that have them already stay as they are. */
function upgradeSettings(given: GivenSettings): GivenSettings {
  const upgraded = Object.entries(given).map(([name, group]) => {
    const today = FORMER_GROUPS[name] ?? name;
    if (name === 'neighbours') return [today, upgradeBaselines(group)] as const;
    if (name === 'verdict') return [today, upgradeAlarmPolicyConfig(group)] as const;
    if (name === 'model') return [today, { kind: 'autoencoder', ...group }] as const;
    return [today, group] as const;
  });
  return Object.fromEntries(upgraded) as GivenSettings;
}

/** The list of baselines was called neighbours, and the linear baseline linear-floor. */
function upgradeBaselines({ neighbours }: Readonly<Record<string, unknown>>) {
  if (!Array.isArray(neighbours)) return {};
  const names = neighbours.map((name: unknown) => (name === 'linear-floor' ? 'linear' : name));
  return { baselines: names.length > 0 ? names : ['none'] };
}

function isGroups(config: unknown): config is Readonly<Record<string, unknown>> {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return false;
  return Object.entries(config).every(
    ([name, group]) =>
      RECORDS.includes(name) ||
      (typeof group === 'object' && group !== null && !Array.isArray(group)),
  );
}
