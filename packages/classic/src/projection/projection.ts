/** What all projections take and give. */
import type { ScoreOptions } from '@anodec/core';

/** Codes on a plane. */
export interface Projection {
  /** (N, 2), row-major. */
  readonly points: Float64Array;
  /** Shares of the variance that the axes explain; absent where axes have no meaning of their own. */
  readonly shares?: readonly [number, number];
}

/** Options of a projection. */
export interface ProjectOptions extends ScoreOptions {
  /** Of the methods that begin at random: the same seed gives the same points. */
  readonly seed: number;
}

/**
 * A projection.
 *
 * @param codes (N, E), row-major, left as they are
 * @param E values of a code
 */
export type Project = (
  codes: Float32Array,
  E: number,
  options: ProjectOptions,
) => Promise<Projection>;
