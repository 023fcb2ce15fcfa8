/**
 * Quantities that nobody holds constant: the pressure of the mains, the chemistry of the water.
 *
 * Each wanders about its mean and is drawn back to it (Uhlenbeck & Ornstein 1930), so that readings
 * vary slowly and two of them vary together where they share a cause.
 */
import type { Random } from '@anodec/core';

/**
 * Normal numbers, mean 0 and deviation 1, two for the price of one: the pair that Box & Muller
 * 1958 make at once. The plant draws forty in a second of its time.
 */
export function createNormals(random: Random): () => number {
  let held = NaN;
  return () => {
    if (!Number.isNaN(held)) {
      const second = held;
      held = NaN;
      return second;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
    const angle = 2 * Math.PI * random.uniform();
    held = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

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
  const normal = createNormals(random);
  const keep = Math.exp(-1 / seconds);
  const step = deviation * Math.sqrt(1 - keep * keep);
  const wander: Wander = {
    value: 0,
    advance() {
      wander.value = keep * wander.value + step * normal();
    },
  };
  return wander;
}
