/**
 * The score of a point divided among its numbers, by how far each is from the rows that the point is compared with.
 *
 * A distance is a sum over channels, so that a channel which drifts away for good can be told from one under attack,
 * and an alarm can name sensors.
 */
import type { Points } from '../points/point-method.js';

/**
 * Writes the shares of a score: their mean is the score, their sizes are as the squared differences from some rows.
 *
 * @param n the point
 * @param nearest indices of the rows; where the point is equal to all of them, shares are equal
 * @param out (N, D), of which the shares of the point are overwritten
 */
export function shareOut(
  score: number,
  { values, size }: Points,
  n: number,
  rows: Points,
  nearest: Int32Array,
  out: Float32Array,
): void {
  const start = n * size;
  let total = 0;
  for (let d = 0; d < size; d++) {
    let sum = 0;
    for (const r of nearest) sum += (values[start + d] - rows.values[r * size + d]) ** 2;
    out[start + d] = sum;
    total += sum;
  }
  const factor = total > 0 ? (score * size) / total : 0;
  for (let d = start; d < start + size; d++) out[d] = total > 0 ? out[d] * factor : score;
}
