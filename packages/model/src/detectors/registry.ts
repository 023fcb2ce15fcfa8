/** The detectors by name. */
import {
  type Detector,
  type DetectorState,
  type FittedDetector,
  ConfigError,
  lookup,
  parseConfig,
} from '@anodec/core';
import type { z } from 'zod';
import { AutoencoderConfig } from '../config.js';
import { applyPreset } from '../presets.js';
import type { Callback } from '../training/callback.js';
import type { Checkpoint } from '../training/checkpoint.js';
import { AutoencoderDetector, restoreAutoencoder } from './autoencoder.js';
import { NormConfig, NormDetector, restoreNorm } from './norm.js';
import { PcaConfig, PcaDetector, restorePca } from './pca.js';

/** To add a detector: one file beside this one, one entry here. CLI and contract tests read it. */
export const detectors = {
  autoencoder: entry(AutoencoderConfig, {
    create: (config, callbacks, resume) => new AutoencoderDetector(config, callbacks, resume),
    restore: restoreAutoencoder,
  }),
  pca: entry(PcaConfig, { create: (config) => new PcaDetector(config), restore: restorePca }),
  norm: entry(NormConfig, {
    create: () => new NormDetector(),
    restore: (_, state) => restoreNorm(state),
  }),
};

/** What the registry knows of a detector. */
export interface DetectorEntry {
  /** Its settings; `preset` may stand for several of the autoencoder's. */
  readonly schema: z.ZodType;
  create(options: unknown, callbacks: readonly Callback[], resume?: Checkpoint): Detector;
  restore(state: DetectorState): FittedDetector;
}

/**
 * Makes a detector.
 *
 * @param callbacks told how training goes, by detectors that train
 * @param resume where an earlier fit stopped
 * @throws ConfigError when the name or one of the options is not known
 */
export function createDetector(
  name: string,
  options: unknown = {},
  callbacks: readonly Callback[] = [],
  resume?: Checkpoint,
): Detector {
  if (resume && resume.detector.detector !== name) {
    throw new ConfigError(
      `The checkpoint must be of the detector ${name}, got one of ${resume.detector.detector}.`,
    );
  }
  return lookup<DetectorEntry>('detector', detectors, name).create(options, callbacks, resume);
}

/**
 * Rebuilds a detector from what it learned.
 *
 * @throws ConfigError when the state names a detector or setting that is not known
 */
export function restoreDetector(state: DetectorState): FittedDetector {
  return lookup<DetectorEntry>('detector', detectors, state.detector).restore(state);
}

/** Ties a settings schema to the functions that use it, so that they cannot drift apart. */
function entry<Schema extends z.ZodType>(
  schema: Schema,
  use: {
    create(config: z.output<Schema>, callbacks: readonly Callback[], resume?: Checkpoint): Detector;
    restore(config: z.output<Schema>, state: DetectorState): FittedDetector;
  },
): DetectorEntry {
  return {
    schema,
    create: (options, callbacks, resume) =>
      use.create(parseConfig(schema, applyPreset(options)), callbacks, resume),
    restore: (state) =>
      use.restore(parseConfig(schema, state.config, 'the stored detector'), state),
  };
}
