/** The settings of a search of detectors: how it judges, and what a trial is made of. */
import { AlarmPolicyConfig } from '@anodec/eval';
import { DetectorConfig, PathsConfig, type Settings } from '@anodec/pipeline';
import { PreprocessConfig } from '@anodec/preprocess';
import { CriterionConfig } from './config.js';

export const triedSections = {
  criterion: CriterionConfig,
  paths: PathsConfig,
  preprocess: PreprocessConfig,
  detector: DetectorConfig,
  alarmPolicy: AlarmPolicyConfig,
};

/** Settings of a detector that is tried, checked. */
export type TriedSettings = Settings<typeof triedSections>;
