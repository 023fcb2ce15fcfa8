/**
 * Registry entries of classifiers: the settings of a classifier and the functions that use them.
 *
 * A registry is a plain table of entries by name; a reader of one (a command line, a search over settings, a
 * contract test) needs to know no classifier by name.
 */
import type { z } from 'zod';
import type { Classifier, ClassifierState, FittedClassifier } from './classifier.js';
import { parseConfig } from './config.js';
import { lookup } from './registry.js';

/** One classifier of a registry. */
export interface ClassifierEntry<Schema extends z.ZodObject = z.ZodObject> {
  /** Its settings, strict: unknown ones are refused. */
  readonly schema: Schema;
  /** The name for people, such as "Random forest". @throws ConfigError for invalid settings */
  readonly title: (options: unknown) => string;
  /** The classifier, not fitted. @throws ConfigError for invalid settings */
  readonly create: (options: unknown) => Classifier;
  /**
   * The fitted classifier with this state.
   *
   * @throws ConfigError when its settings are not known
   * @throws DataError when what was learned is not complete
   */
  readonly restore: (state: ClassifierState) => FittedClassifier;
}

/** The functions of a classifier over its checked settings. */
export interface ClassifierUse<Config> {
  title(config: Config): string;
  create(config: Config): Classifier;
  restore(config: Config, state: ClassifierState): FittedClassifier;
}

/** Classifiers by name. */
export type ClassifierRegistry = Readonly<Record<string, ClassifierEntry>>;

/** Ties a settings schema to the functions that use it, so that they cannot drift apart. */
export function defineClassifier<Schema extends z.ZodObject>(
  schema: Schema,
  use: ClassifierUse<z.output<Schema>>,
): ClassifierEntry<Schema> {
  return {
    schema,
    title: (options) => use.title(parseConfig(schema, options)),
    create: (options) => use.create(parseConfig(schema, options)),
    restore: (state) =>
      use.restore(parseConfig(schema, state.config, 'the stored classifier'), state),
  };
}

/**
 * Creates a classifier of a registry.
 *
 * @param options its settings; defaults where absent
 * @throws ConfigError when the name or a setting is not known
 */
export function createClassifier(
  registry: ClassifierRegistry,
  name: string,
  options: unknown = {},
): Classifier {
  return lookup<ClassifierEntry>('classifier', registry, name).create(options);
}

/**
 * Restores a fitted classifier from its state.
 *
 * @throws ConfigError when the state names a classifier or a setting that is not known
 * @throws DataError when what was learned is not complete
 */
export function restoreClassifier(
  registry: ClassifierRegistry,
  state: ClassifierState,
): FittedClassifier {
  return lookup<ClassifierEntry>('classifier', registry, state.classifier).restore(state);
}
