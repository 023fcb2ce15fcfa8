/**
 * Registry entries of detectors: the settings of a detector and the functions that use them.
 *
 * A package exports an entry for each of its detectors, made by `defineDetector`; a registry is a plain
 * table of entries by name, and `createFrom` and `restoreFrom` look detectors up in it. A reader of a
 * registry (a command line, a contract test, a run) needs to know no detector by name.
 */
import type { z } from 'zod';
import { parseConfig } from './config.js';
import type { Detector, DetectorState, FittedDetector } from './detector.js';
import { ConfigError } from './errors.js';
import { lookup } from './registry.js';

/**
 * What a detector that trains by epochs takes in addition to its settings; a package that has such detectors
 * gives its own types to both.
 */
export interface DetectorContext {
  /** Listeners to the training. */
  readonly callbacks?: readonly unknown[];
  /** The checkpoint of an earlier fit, to continue from. */
  readonly resume?: { readonly detector: DetectorState };
}

/** Which form of a recording a detector reads: scaled channels, or readings in sensor units. */
export type DetectorInput = 'scaled' | 'raw';

/** One detector of a registry. */
export interface DetectorEntry<
  Context extends DetectorContext = DetectorContext,
  Schema extends z.ZodObject = z.ZodObject,
> {
  /** Its settings, strict: unknown ones are refused. */
  readonly schema: Schema;
  readonly input: DetectorInput;
  /** The name for people, such as "LSTM autoencoder". @throws ConfigError for invalid settings */
  readonly title: (options: unknown) => string;
  /** The detector, not fitted. @throws ConfigError for invalid settings */
  readonly create: (options: unknown, context?: Context) => Detector;
  /** The fitted detector with this state. @throws ConfigError when its settings are not known */
  readonly restore: (state: DetectorState) => FittedDetector;
}

/** The functions of a detector over its checked settings. */
export interface DetectorUse<Config, Context> {
  title(config: Config): string;
  /** Default `scaled`. */
  readonly input?: DetectorInput;
  /** Replaces shorthands such as a preset by what they stand for, before settings are checked. */
  expand?(options: unknown): unknown;
  /** @param context for detectors that train by epochs; empty otherwise */
  create(config: Config, context: Partial<Context>): Detector;
  restore(config: Config, state: DetectorState): FittedDetector;
}

/** Detectors by name. */
export type DetectorRegistry<Context extends DetectorContext = DetectorContext> = Readonly<
  Record<string, DetectorEntry<Context>>
>;

/** Ties a settings schema to the functions that use it, so that they cannot drift apart. */
export function defineDetector<
  Schema extends z.ZodObject,
  Context extends DetectorContext = DetectorContext,
>(schema: Schema, use: DetectorUse<z.output<Schema>, Context>): DetectorEntry<Context, Schema> {
  const parse = (options: unknown, origin?: string): z.output<Schema> =>
    parseConfig(schema, use.expand ? use.expand(options) : options, origin);
  const frozen = new WeakMap<DetectorState['config'], z.output<Schema>>();
  const checked = ({ config }: DetectorState): z.output<Schema> => {
    const settings = frozen.get(config) ?? parseConfig(schema, config, 'the stored detector');
    if (Object.isFrozen(config)) frozen.set(config, settings); // a log restores its network after each epoch
    return settings;
  };
  return {
    schema,
    input: use.input ?? 'scaled',
    title: (options) => use.title(parse(options)),
    create: (options, context = {} as Context) => use.create(parse(options), context),
    restore: (state) => use.restore(checked(state), state),
  };
}

/**
 * Creates a detector of a registry.
 *
 * @param options its settings; defaults where absent
 * @param context what a detector that trains by epochs takes in addition; others ignore the callbacks
 * @throws ConfigError when the name or a setting is not known, or the checkpoint is another detector's
 */
export function createFrom<Context extends DetectorContext>(
  registry: DetectorRegistry<Context>,
  name: string,
  options: unknown = {},
  context?: Context,
): Detector {
  const entry = lookup<DetectorEntry<Context>>('detector', registry, name);
  const resumed = context?.resume?.detector.detector;
  if (resumed !== undefined && resumed !== name) {
    throw new ConfigError(
      `The checkpoint must be of the detector ${name}, got one of ${resumed}. Resume a run with the ` +
        'detector that it was trained with.',
    );
  }
  return entry.create(options, context);
}

/**
 * Restores a fitted detector from its state.
 *
 * @throws ConfigError when the state names a detector or a setting that is not known
 */
export function restoreFrom<Context extends DetectorContext>(
  registry: DetectorRegistry<Context>,
  state: DetectorState,
): FittedDetector {
  return lookup<DetectorEntry<Context>>('detector', registry, state.detector).restore(state);
}
