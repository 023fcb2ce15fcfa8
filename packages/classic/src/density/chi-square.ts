/** The chi-square distribution: probabilities and quantiles. */

/** The probability that a chi-square variable is at most a value. @param freedom degrees of freedom, above 0 */
export function chiSquareProbability(value: number, freedom: number): number {
  return lowerGamma(freedom / 2, value / 2);
}

/**
 * The value below which a chi-square variable lies with a probability.
 *
 * @param probability in (0, 1)
 * @param freedom degrees of freedom, above 0
 */
export function chiSquareQuantile(probability: number, freedom: number): number {
  let [low, high] = [0, freedom];
  while (lowerGamma(freedom / 2, high / 2) < probability) high *= 2;
  // halving until neighbours in float64, 60 times at most
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (lowerGamma(freedom / 2, middle / 2) < probability) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The regularised lower incomplete gamma function P(a, x) by its series, which converges for all x.
 *
 * Source: Abramowitz & Stegun 1964, equation 6.5.29.
 */
function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return Math.min(1, sum * Math.exp(a * Math.log(x) - x - logGamma(a)));
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

/** Logarithm of the gamma function. Source: Lanczos 1964, with g = 7 and nine terms. */
function logGamma(a: number): number {
  const x = a - 1;
  const sum = LANCZOS.reduce((total, c, i) => (i === 0 ? c : total + c / (x + i)), 0);
  const t = x + 7.5;
  return Math.log(Math.sqrt(2 * Math.PI) * sum) + (x + 0.5) * Math.log(t) - t;
}
