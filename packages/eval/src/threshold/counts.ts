/** Bounds for counts of rare events: what few observations can promise. */

/** The probability that a Poisson number with this mean is at most k; 0 for k below 0. */
export function poissonAtMost(k: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = k < 0 ? 0 : term;
  for (let i = 1; i <= k; i++) sum += term *= mean / i;
  return Math.min(1, sum);
}

/** The probability of at most k of N events of probability p in (0, 1); 0 for k below 0. */
export function binomialAtMost(k: number, N: number, p: number): number {
  if (k >= N) return 1;
  let log = N * Math.log1p(-p); // of the probability of i events: alone it may be too small for a double
  let sum = k < 0 ? 0 : Math.exp(log);
  for (let i = 1; i <= k; i++) {
    log += Math.log((N - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

/**
 * The largest mean that is compatible with k events: with a larger one, at most k events have a
 * probability below 1 − confidence.
 *
 * Source: Garwood 1936, "Fiducial Limits for the Poisson Distribution", Biometrika 28.
 */
export function poissonUpperBound(k: number, confidence: number): number {
  return bisect((mean) => poissonAtMost(k, mean) > 1 - confidence, 0, 10 * (k + 1) + 100);
}

/**
 * The factor on the mean of n exponential numbers that their true mean exceeds with a probability of
 * 1 − confidence.
 */
export function exponentialMeanBound(n: number, confidence: number): number {
  // the sum of n has a gamma distribution: it is below x when n or more Poisson events of mean x happen
  return n / bisect((x) => poissonAtMost(n - 1, x) > confidence, 0, 10 * n + 100);
}

/** The largest argument, within rounding, for which a test holds that fails from some argument on. */
function bisect(holds: (x: number) => boolean, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 100 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The largest count k for which a test holds that fails from some count on; −1 for none. */
export function largestCount(holds: (k: number) => boolean, most: number): number {
  let [low, high] = [-1, most + 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
