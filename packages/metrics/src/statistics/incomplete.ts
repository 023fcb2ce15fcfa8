/**
 * The regularised incomplete gamma and beta functions, for the tails of the χ² and F distributions.
 *
 * Source: Press et al. 2007, "Numerical Recipes", third edition, sections 6.1, 6.2 and 6.4: series below
 * the mean, continued fractions by Lentz's method above.
 */

const EPSILON = 1e-16;
const TINY = 1e-300;
const STEPS = 10_000;

/** ln Γ(x) for x > 0. Source: Lanczos 1964 with g = 7 and nine coefficients (Godfrey 2001), 1e-15. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const [first, ...rest] = LANCZOS;
  const sum = rest.reduce((total, c, i) => total + c / (x + i), first);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** Q(a, x) = Γ(a, x) / Γ(a), the upper tail, for a > 0 and x ≥ 0. */
export function upperGamma(a: number, x: number): number {
  if (x === 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) return 1 - scale * gammaSeries(a, x);
  const fraction = lentz(x + 1 - a, (i) => [-i * (i - a), x + 2 * i + 1 - a]);
  return scale / fraction;
}

function gammaSeries(a: number, x: number): number {
  let [term, sum] = [1 / a, 1 / a];
  for (let n = 1; n < STEPS && term > sum * EPSILON; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Iₓ(a, b), the lower tail of the beta distribution, for a, b > 0 and x in [0, 1]. */
export function lowerBeta(a: number, b: number, x: number): number {
  if (x === 0 || x === 1) return x;
  if (x > (a + 1) / (a + b + 2)) return 1 - lowerBeta(b, a, 1 - x); // where the fraction converges fast
  const scale = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x),
  );
  const fraction = lentz(1, (i) => {
    const m = Math.floor(i / 2);
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    return [i % 2 === 0 ? even : odd, 1];
  });
  return scale / a / fraction;
}

/**
 * The continued fraction b₀ + a₁ / (b₁ + a₂ / (b₂ + …)).
 *
 * @param term (aᵢ, bᵢ) from i = 1 on
 */
function lentz(b0: number, term: (i: number) => readonly [number, number]): number {
  let value = b0 === 0 ? TINY : b0;
  let [c, d] = [value, 0];
  for (let i = 1; i < STEPS; i++) {
    const [a, b] = term(i);
    d = 1 / (b + a * d || TINY);
    c = b + a / c || TINY;
    value *= c * d;
    if (Math.abs(c * d - 1) < EPSILON) break;
  }
  return value;
}
