/**
 * Uncontrolled quantities that drift slowly: the pressure of the mains, the chemistry of the water.
 *
 * Each is an Ornstein-Uhlenbeck process, which reverts to its mean (Uhlenbeck & Ornstein 1930), so
 * that readings vary slowly and two of them vary together where they share a cause.
 */
import type { Random } from '@anodec/core';

/**
 * A source of normal numbers, mean 0 and deviation 1, that uses both numbers of each Box-Muller pair
 * (Box & Muller 1958), as the plant draws forty numbers for each simulated second.
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

/** A quantity that drifts about zero. */
export interface Drift {
  value: number;
  /** Advances by one second. */
  advance(): void;
}

/**
 * Creates a drifting quantity that starts at zero.
 *
 * @param deviation its standard deviation in the long run, in its own unit
 * @param seconds its correlation time
 */
export function createDrift(random: Random, deviation: number, seconds: number): Drift {
  const normal = createNormals(random);
  const keep = Math.exp(-1 / seconds);
  const step = deviation * Math.sqrt(1 - keep * keep);
  const drift: Drift = {
    value: 0,
    advance() {
      drift.value = keep * drift.value + step * normal();
    },
  };
  return drift;
}
