/**
 * The median of the latest values, kept in order so that each new value costs one search and one move
 * of memory.
 */

/** A window over the latest values. */
export interface TrailingMedian {
  /** Adds the next value, which must be a number; when the window is full, the oldest is dropped. */
  push(value: number): void;
  /** The middle value, or the mean of the two middle ones; NaN for an empty window. */
  value(): number;
}

/**
 * Makes a trailing median over at most `capacity` values.
 *
 * @param fill initial content of the whole window; empty at the beginning unless given
 */
export function createTrailingMedian(capacity: number, fill?: number): TrailingMedian {
  const sorted = new Float64Array(capacity).fill(fill ?? 0);
  const queue = new Float64Array(capacity).fill(fill ?? 0);
  let size = fill === undefined ? 0 : capacity;
  let oldest = 0;
  return {
    push(value) {
      if (size === capacity) {
        const at = firstNotBelow(sorted, size, queue[oldest]);
        sorted.copyWithin(at, at + 1, size--);
      }
      const at = firstNotBelow(sorted, size, value);
      sorted.copyWithin(at + 1, at, size++);
      sorted[at] = value;
      queue[oldest] = value; // before it is full, the window fills in the same order
      oldest = (oldest + 1) % capacity;
    },
    value() {
      if (size === 0) return NaN;
      return (sorted[(size - 1) >> 1] + sorted[size >> 1]) / 2;
    },
  };
}

/** Index of the first of the `size` ordered values that is at least `value`. */
function firstNotBelow(sorted: Float64Array, size: number, value: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
