/** The best trial of a search, fitted once more on everything. */
import { join } from 'node:path';
import { type ClassifierState, DataError, type Listeners, parseConfig } from '@anodec/core';
import { writeJsonFile } from '@anodec/files';
import { type Training, type TrainListeners, trainRun } from '@anodec/pipeline';
import { ClassifierTableConfig } from './classifier-task.js';
import { ClassifierConfig, createConfiguredClassifier } from './classifiers.js';
import { readFeatureTable } from './feature-table.js';
import { type Search, settingsOfTrial, storedSettings } from './run-search.js';

/**
 * Trains a run with the settings of the best trial, as `anodec train` does.
 *
 * @throws DataError when no trial came to its end
 * @throws the errors of `trainRun`
 */
export function refitDetector(search: Search, listeners: TrainListeners = {}): Promise<Training> {
  return trainRun(settingsOfTrial(search.description, bestOf(search)), listeners);
}

/** A classifier that was fitted on all rows, and where it lies. */
export interface RefittedClassifier {
  /** File with its state, JSON without any row. */
  readonly path: string;
  readonly state: ClassifierState;
}

/**
 * Fits the classifier of the best trial on all rows and writes it as `classifier.json` into the study.
 *
 * @throws DataError when no trial came to its end
 */
export async function refitClassifier(
  search: Search,
  listeners: Listeners = {},
): Promise<RefittedClassifier> {
  const { description, study } = search;
  const { classifier } = settingsOfTrial(description, bestOf(search));
  const { examples } = storedSettings(description.settings);
  const asked = parseConfig(ClassifierTableConfig, examples, `study.json of ${study}`);
  const { rows, labels } = await readFeatureTable(asked.table, asked);
  const config = parseConfig(ClassifierConfig, classifier, `study.json of ${study}`);
  const state = (await createConfiguredClassifier(config).fit(rows, labels, listeners)).state();
  const path = join(study, 'classifier.json');
  await writeJsonFile(path, state);
  return { path, state };
}

function bestOf({ best, study }: Search): NonNullable<Search['best']> {
  if (best) return best;
  throw new DataError(
    `${study} must hold a trial that came to its end, got none. Look at trials.jsonl.`,
  );
}
