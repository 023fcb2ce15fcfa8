/**
 * What an interface needs before anything is computed: groups of settings, folders, which run, and errors that know the
 * next step. An entry of its own, because the steps load a thousand files and a list of runs needs none of them.
 */
export {
  MissingStepError,
  type NextStep,
  TrainingStoppedError,
  UnwrittenTrainingError,
} from './next-step.js';
export { RunChoice } from './runs/run-choice.js';
export { PathsConfig } from './settings/paths.js';
export {
  type GivenSettings,
  parseSections,
  type Sections,
  type Settings,
} from './settings/sections.js';
