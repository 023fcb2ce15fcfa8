/**
 * Welch's t test: do two independent samples with variances of their own have the same mean?
 *
 * Source: Welch 1947, "The generalization of 'Student's' problem when several different population variances are involved",
 * Biometrika 34.
 */
import { checkSamples, momentsOf, studentTails } from './samples.js';

/** What the test found. */
export interface WelchTest {
  /** Difference of the means, first less second, in standard errors. */
  readonly t: number;
  /** Degrees of freedom by Welch and Satterthwaite. */
  readonly freedom: number;
  /** Two-sided; NaN where neither sample varies and the means are equal. */
  readonly p: number;
}

/**
 * Compares the means of two samples, two-sided.
 *
 * @throws DataError when a sample has fewer than two values or one that is not finite
 */
export function welchTest(first: ArrayLike<number>, second: ArrayLike<number>): WelchTest {
  checkSamples(first, second, 2);
  const [a, b] = [momentsOf(first), momentsOf(second)];
  const [m, n] = [first.length, second.length];
  const [va, vb] = [a.variance / m, b.variance / n];
  const t = (a.mean - b.mean) / Math.sqrt(va + vb);
  const freedom = (va + vb) ** 2 / (va ** 2 / (m - 1) + vb ** 2 / (n - 1));
  return {
    t,
    freedom,
    p: Number.isFinite(t) ? studentTails(t, freedom) : Number.isNaN(t) ? NaN : 0,
  };
}
