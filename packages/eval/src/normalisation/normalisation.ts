/** What every normalisation is: two numbers for a channel, learned from its errors on normal rows. */

/** How a channel's error is read: (error − centre) / spread. */
export interface ChannelScale {
  /** In the unit of the error. */
  readonly centre: number;
  /** In the unit of the error, above zero. */
  readonly spread: number;
}

/**
 * Learns the scale of one channel.
 *
 * @param errors (N), the channel's errors on normal rows, all numbers, at least one
 * @param floor smallest spread, in the unit of the error: a channel that never erred has no spread
 *   of its own, and any error on it would otherwise be infinite
 */
export type Normalisation = (errors: Float32Array, floor: number) => ChannelScale;
