/** What a pruner is: it ends trials that fall behind before they are over. */
import type { Variant, VariantSettings } from '@anodec/core';

/** A value that a trial reported on its way. */
export interface Report {
  readonly step: number;
  /** Lower is better, whatever the direction of the study. */
  readonly loss: number;
}

/** The reports of a trial, steps upwards. */
export interface Course {
  /** Number of the trial. */
  readonly trial: number;
  readonly reports: readonly Report[];
}

/** Decides whether a trial ends. */
export interface Pruner {
  /**
   * Whether a trial ends after its last report.
   *
   * @param course of the trial, its last report included
   * @param others courses of all other trials, in any state
   */
  prunes(course: Course, others: readonly Course[]): boolean;
}

/** One pruner of the registry. */
export interface PrunerEntry extends Variant {
  /** @param config its checked settings */
  create(config: Readonly<Record<string, unknown>>): Pruner;
}

/** Ties the settings of a pruner to the function that uses them. */
export function definePruner<Settings extends VariantSettings>(
  settings: Settings,
  create: (config: Settings['_output']) => Pruner,
): PrunerEntry {
  return { settings, create: (config) => create(settings.parse(config)) };
}
