/**
 * Quantities that nobody holds constant: the pressure of the mains, the chemistry of the water.
 *
 * Each wanders about its mean and is drawn back to it (Uhlenbeck & Ornstein 1930), so that readings
 * vary slowly and two of them vary together where they share a cause.
 */
import type { Random } from '@anodec/core';

/** A quantity that wanders about zero. */
export interface Wander {
  value: number;
  /** Moves on by one second. */
  advance(): void;
}

/**
 * Makes a wandering quantity, begun at zero.
 *
 * @param deviation its standard deviation in the long run, in its own unit
 * @param seconds how long it remembers
 */
export function createWander(random: Random, deviation: number, seconds: number): Wander {
  const keep = Math.exp(-1 / seconds);
  const step = deviation * Math.sqrt(1 - keep * keep);
  const wander: Wander = {
    value: 0,
    advance() {
      wander.value = keep * wander.value + step * random.normal();
    },
  };
  return wander;
}
