/** From the unit of one channel to the scale that detectors see, and back. */

/** Scaled = (raw − offset) / scale. */
export interface LinearMap {
  readonly offset: number;
  /** Above zero. */
  readonly scale: number;
}

/** Scaled = the normal deviate of the share of training readings below. */
export interface QuantileMap {
  /** (Q), at least 2, ascending: readings at equally spaced shares from 0 to 1. */
  readonly quantiles: readonly number[];
}

/** What a scaler learned about one channel; plain numbers, so that it can be kept as JSON. */
export type ChannelMap = LinearMap | QuantileMap;

/**
 * Learns the map of one channel that moved.
 *
 * @param readings (N), any order, all finite, not all equal
 */
export type ScalerRule = (readings: Float32Array) => ChannelMap;
