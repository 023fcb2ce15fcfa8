/** What a sampler is: a function from the trials so far to the next point. */
import type { Variant, VariantSettings } from '@anodec/core';
import type { Point, Space } from '../space/space.js';

/** A trial as a sampler sees it. */
export interface Observation {
  readonly point: Point;
  /** Lower is better, whatever the direction of the study; NaN where the trial failed or still runs. */
  readonly loss: number;
  readonly state: 'running' | 'finished' | 'pruned' | 'failed';
  /** The last step that was reported, by which pruned trials are compared. */
  readonly step: number;
}

/** Suggests points. The same trials and numbers give the same point. */
export interface Sampler {
  /**
   * The point of a trial.
   *
   * @param number of the trial, from 0
   * @param history all trials before it
   * @param draw how many points drawn for this trial were known already: another draw gives another point
   * @returns undefined where there is none left
   */
  suggest(number: number, history: readonly Observation[], draw: number): Point | undefined;
}

/** What a sampler is made from. */
export interface SamplerParts {
  readonly space: Space;
  readonly seed: number;
}

/** One sampler of the registry. */
export interface SamplerEntry extends Variant {
  /** @param config its checked settings */
  create(config: Readonly<Record<string, unknown>>, parts: SamplerParts): Sampler;
}

/** Ties the settings of a sampler to the function that uses them. */
export function defineSampler<Settings extends VariantSettings>(
  settings: Settings,
  create: (config: Settings['_output'], parts: SamplerParts) => Sampler,
): SamplerEntry {
  return {
    settings,
    create: (config, parts) => create(settings.parse(config), parts),
  };
}
