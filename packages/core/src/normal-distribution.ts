/** The standard normal distribution, in double precision. */

/**
 * The share of a standard normal distribution below `deviate`.
 *
 * @returns a fraction in [0, 1], its absolute error below 1e-15; NaN for NaN
 *
 * Source: Marsaglia 2004, "Evaluating the Normal Distribution", Journal of Statistical Software 11(4):
 * Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …).
 */
export function normalProbability(deviate: number): number {
  if (Number.isNaN(deviate)) return NaN;
  if (Math.abs(deviate) > 9) return deviate < 0 ? 0 : 1;
  let sum = deviate;
  let before = NaN;
  for (let k = 3, term = deviate; sum !== before; k += 2) {
    before = sum;
    term *= (deviate * deviate) / k;
    sum += term;
  }
  const density = Math.exp(-0.5 * deviate * deviate) / Math.sqrt(2 * Math.PI);
  return Math.max(0, Math.min(1, 0.5 + density * sum)); // rounding may leave the last bit over
}

/**
 * The deviate below which a share of a standard normal distribution lies.
 *
 * @param share in [0, 1]; outside of it the answer is NaN
 * @returns with a relative error of about 1e-16; infinite for 0 and 1
 *
 * Source: Wichura 1988, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied
 * Statistics 37(3), routine PPND16.
 */
export function normalQuantile(share: number): number {
  if (!(share >= 0 && share <= 1)) return NaN;
  if (share === 0 || share === 1) return share === 0 ? -Infinity : Infinity;
  const q = share - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRE[0], r)) / polynomial(CENTRE[1], r);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? share : 1 - share));
  const [numerator, denominator] = r <= 5 ? SIDES : TAILS;
  const shift = r <= 5 ? 1.6 : 5;
  const size = polynomial(numerator, r - shift) / polynomial(denominator, r - shift);
  return q < 0 ? -size : size;
}

/** Coefficients from the constant term up, numerator and denominator. */
type Rational = readonly [readonly number[], readonly number[]];

const CENTRE: Rational = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
    45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
    39307.89580009271, 28729.085735721943, 5226.495278852546,
  ],
];
const SIDES: Rational = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
    1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
    0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
  ],
];
const TAILS: Rational = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
    0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
];

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
