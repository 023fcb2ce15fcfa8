/**
 * The detectors that a run can have, networks and classical ones alike, and their settings as one
 * group: `kind` names the detector, the other settings are its own.
 */
import { classicDetectors, ensembleOf } from '@anodec/classic';
import {
  createFrom,
  createVariants,
  type Detector,
  type DetectorEntry,
  type DetectorRegistry,
  type DetectorState,
  type FittedDetector,
  namesOptions,
  restoreFrom,
  type Variant,
} from '@anodec/core';
import { windowGan } from '@anodec/gan';
import { autoencoder, multiWindow, type TrainingContext, untrained } from '@anodec/model';
import { z } from 'zod';
import { loadNearestCode } from './nearest-code.js';

loadNearestCode();

/** A detector as a variant of the group. */
interface DetectorVariant extends Variant {
  readonly entry: DetectorEntry<TrainingContext>;
}

/** To add a detector: one file in packages/model or packages/gan and a line here; of packages/classic its own list is used. */
const entries: DetectorRegistry<TrainingContext> = {
  autoencoder,
  ...classicDetectors,
  untrained,
  'multi-window': multiWindow,
  gan: windowGan,
};

const table = createVariants<DetectorVariant>(
  'detector',
  'autoencoder',
  Object.entries({ ...entries, ensemble: ensembleOf(entries) }).map(([name, entry]) =>
    variant(name, entry),
  ),
);

/** Settings of one detector: its name and its own settings, checked. */
export type DetectorConfig = Readonly<Record<string, unknown>> & { readonly kind: string };

/** Settings of a detector, those of the variant that `kind` names. */
export const DetectorConfig = table.schema.describe(
  'Detector that raises the alarms',
) as unknown as z.ZodType<DetectorConfig>;

/**
 * The same settings where another detector is the usual one: settings without `kind` mean it.
 *
 * @param usual name of a detector
 */
export function detectorConfigWithUsual(usual: string): z.ZodType<DetectorConfig> {
  const known = table.kinds().map((name) => table.get(name));
  const { schema } = createVariants<DetectorVariant>('detector', usual, known);
  return schema.describe('Detector that raises the alarms') as unknown as z.ZodType<DetectorConfig>;
}

/** Names of the detectors. */
export function detectorNames(): string[] {
  return table.kinds();
}

/** The entry of a detector. @throws ConfigError when there is none of that name */
export function detectorEntry(name: string): DetectorEntry<TrainingContext> {
  return table.get(name).entry;
}

/** Adds a detector, also from outside the package; settings, files and flags know it from then on. */
export function registerDetector(name: string, entry: DetectorEntry): void {
  table.add(variant(name, entry));
}

/** Makes a detector that is not fitted. @throws ConfigError when a setting is not known */
export function createDetector(
  name: string,
  options: unknown = {},
  context?: TrainingContext,
): Detector {
  return createFrom(registry(), name, options, context);
}

/** Restores a fitted detector from its state. @throws ConfigError when it is not known */
export function restoreDetector(state: DetectorState): FittedDetector {
  return restoreFrom(registry(), state);
}

/** The settings of a detector without its name, as its entry takes them. */
export function ownSettings(config: DetectorConfig): Record<string, unknown> {
  const { kind: _, ...settings } = config;
  return settings;
}

/** Rows of a window, W, of the longest one where there are several; 1 for detectors that score rows one by one. */
export function windowSizeOf({ windowSize, windowSizes }: DetectorConfig): number {
  if (Array.isArray(windowSizes)) return Math.max(...windowSizes.map(Number));
  return typeof windowSize === 'number' ? windowSize : 1;
}

function registry(): DetectorRegistry<TrainingContext> {
  return Object.fromEntries(table.kinds().map((name) => [name, table.get(name).entry]));
}

/** A window length that a training may take from the period of its rows; see `withWindowSize`. */
function orAuto(windowSize: z.ZodDefault): z.ZodType {
  return z
    .union([windowSize.unwrap() as z.ZodType, z.literal('auto')])
    .default(windowSize.def.defaultValue)
    .describe(`${windowSize.description ?? ''}; auto: the period of the training rows`);
}

function variant(name: string, entry: DetectorEntry<TrainingContext>): DetectorVariant {
  const { windowSize } = entry.schema.shape;
  const named = entry.schema.safeExtend({
    kind: z.literal(name),
    ...(windowSize instanceof z.ZodDefault && { windowSize: orAuto(windowSize) }),
  });
  const error = namesOptions(name, Object.keys(entry.schema.shape));
  return { settings: named.clone({ ...named.def, error }), entry };
}
