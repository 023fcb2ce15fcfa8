/** What can be searched: one task for each, of the same shape. */
import type { Listeners } from '@anodec/core';
import type { GivenSettings, Sections } from '@anodec/pipeline';
import type { Space, StudyDescription, Task } from '@anodec/tune';

/** What a search judges by. */
export type Judged = Pick<StudyDescription, 'measure' | 'direction'>;

/** A kind of search. */
export interface SearchTask<S extends Sections = Sections> {
  /** In a sentence: "detectors". */
  readonly title: string;
  /** Settings of the task by group; those that may vary are among them. */
  readonly sections: S;
  /** Groups whose settings may vary. */
  readonly searched: readonly string[];
  /** What is varied where nothing is said. @throws ConfigError when the settings leave nothing to vary */
  usualNames(given: GivenSettings): readonly string[];
  /**
   * Checks what a search would meet only in its trials.
   *
   * @throws ConfigError when the criterion does not fit the settings or the space
   */
  judgedBy(given: GivenSettings, space: Space): Judged;
  /**
   * Reads the data. The settings are those of every trial; the values of a point are put over them.
   *
   * @throws DataError when the data are missing or too few
   */
  open(given: GivenSettings, parts: TaskParts): Promise<Task>;
}

/** What a task is given beside its settings. */
export interface TaskParts {
  /** Of folds and injected anomalies. */
  readonly seed: number;
  readonly listeners?: Listeners;
}
