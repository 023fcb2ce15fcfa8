/**
 * What a linear model expects of a row: the mean of what the principal components make of the other
 * channels of the row, and of its forecast from the rows before.
 *
 * The two see different anomalies: the components broken correlations and new levels, the forecast sudden
 * changes. Each channel weighs them by how exact they are on normal rows. A channel takes no part in its own
 * expectation: one that is a component of its own, such as the only channel of a table, would be expected
 * to be whatever it is. The mean is expected of it then.
 *
 * Source: Dunia, Qin, Edgar & McAvoy 1996, "Identification of Faulty Sensors Using Principal Component
 * Analysis", reconstruction of a sensor from the others.
 */
import {
  contiguousSegments,
  type FitOptions,
  type NamedArray,
  type TimeSeriesFrame,
} from '@anodec/core';
import { z } from 'zod';
import { channelMeans } from './channel-means.js';
import { fitForecast } from './forecast.js';
import { principalComponents } from './principal-components.js';
import { addRowProducts } from './row-products.js';
import { runWork } from './work.js';

/** Settings of the linear path. */
export const LinearPathConfig = z.strictObject({
  explainedVariance: z
    .number()
    .gt(0)
    .max(1)
    .default(0.9)
    .describe('Smallest share of the variance that the kept principal components explain'),
  lags: z
    .int()
    .min(0)
    .default(4)
    .describe('Number of rows that a row is forecast from; 0 = no forecast'),
  ridge: z
    .number()
    .positive()
    .default(0.1)
    .describe('Penalty on the forecast, relative to the mean variance of the channels'),
});

export type LinearPathConfig = z.output<typeof LinearPathConfig>;

/** A fitted linear path over C channels. */
export interface LinearPath {
  /** (C) */
  readonly means: Float32Array;
  /** (K, C) */
  readonly components: Float32Array;
  /** (C), share of a channel in its own projection, which is left out; zeros leave nothing out. */
  readonly own: Float32Array;
  /** (L, C, C), see `fitForecast`. */
  readonly coefficients: Float32Array;
  /** (C), share of the forecast in the expected reading. */
  readonly shares: Float32Array;
  /** (C), root mean square of the residuals of training rows, above zero. */
  readonly spreads: Float32Array;
}

/** Options of fitting and of expecting. */
type PathOptions = Pick<FitOptions, 'signal' | 'progress'>;

/** Most equations of a forecast; wider tables are forecast from fewer rows. */
const EQUATIONS = 2048;

/** Added to mean squares, so that a channel that never moved has a spread: half a percent of the unit. */
const SQUARED_FLOOR = 3e-5;

/** What is left of the divisor of a channel that is a component of its own. */
const LEAST_OTHERS = 1e-4;

/** Rows that the path looks back on: `lags`, or fewer where the table is wide. */
export function linearLookback({ lags }: LinearPathConfig, C: number): number {
  return Math.min(lags, Math.floor(EQUATIONS / C));
}

/**
 * Fits the linear path to recordings of normal operation.
 *
 * @throws DataError when a channel has no reading at all
 * @throws StoppedError when the signal is aborted
 */
export async function fitLinearPath(
  config: LinearPathConfig,
  recordings: readonly TimeSeriesFrame[],
  options: PathOptions = {},
): Promise<LinearPath> {
  const means = channelMeans(recordings);
  const C = means.length;
  const L = linearLookback(config, C);
  const { explainedVariance, ridge } = config;
  const found = await principalComponents(recordings, means, explainedVariance, options);
  const forecast = L === 0 ? [] : await fitForecast(recordings, means, { lags: L, ridge }, options);
  const unweighted = {
    means,
    components: Float32Array.from(found.components),
    own: ownShares(Float32Array.from(found.components), C),
    coefficients: Float32Array.from(forecast),
    shares: new Float32Array(C),
    spreads: new Float32Array(C),
  };
  const projected = await residualSpreads(unweighted, recordings, options);
  if (L === 0) return { ...unweighted, spreads: projected };
  const alone = { ...unweighted, shares: new Float32Array(C).fill(1) };
  const forecasted = await residualSpreads(alone, recordings, options);
  const shares = projected.map((spread, c) => spread / (spread + forecasted[c]));
  const weighted = { ...unweighted, shares };
  return { ...weighted, spreads: await residualSpreads(weighted, recordings, options) };
}

/**
 * The readings that the path expects.
 *
 * @returns (T, C), NaN in the rows of a gap-free stretch that have fewer than L rows before them
 * @throws StoppedError when the signal is aborted
 */
export async function linearExpectation(
  path: LinearPath,
  frame: TimeSeriesFrame,
  options: PathOptions = {},
): Promise<Float32Array> {
  const expected = new Float32Array(frame.values.length).fill(NaN);
  await expectRows(path, frame, options, (row, t) => expected.set(row, t * row.length));
  return expected;
}

/**
 * The readings that the path expects, row by row.
 *
 * @param take receives the expectation (C) of row t, overwritten by the next; not called for rows that have none
 */
async function expectRows(
  path: LinearPath,
  frame: TimeSeriesFrame,
  options: PathOptions,
  take: (expected: Float32Array, t: number) => void,
): Promise<void> {
  const { values } = frame;
  const C = path.means.length;
  const L = path.coefficients.length / (C * C);
  const rowsAtOnce = Math.max(
    1,
    Math.floor(1e6 / (path.components.length + path.coefficients.length + C)),
  );
  const label = { label: 'Linear path', total: values.length / C, unit: 'rows' };
  await runWork(options, label, async (work) => {
    const expectRow = createExpectation(path, values);
    const expected = new Float32Array(C);
    for (const { start, end } of contiguousSegments(frame)) {
      for (let t = start + L; t < end; t++) {
        expectRow(t, expected);
        take(expected, t);
        if ((t + 1) % rowsAtOnce === 0) await work.piece(t + 1);
      }
    }
    await work.piece(values.length / C);
  });
}

/** The path as arrays by name, for the state of a detector. */
export function linearPathArrays(path: LinearPath): Readonly<Record<keyof LinearPath, NamedArray>> {
  const C = path.means.length;
  const { means, components, own, coefficients, shares, spreads } = path;
  return {
    means: { shape: [C], data: means },
    components: { shape: [components.length / C, C], data: components },
    own: { shape: [C], data: own },
    coefficients: { shape: [coefficients.length / (C * C), C, C], data: coefficients },
    shares: { shape: [C], data: shares },
    spreads: { shape: [C], data: spreads },
  };
}

/** Makes a function that writes the expected readings (C) of row t, which has L rows before it. */
function createExpectation(
  { means, components, own, coefficients, shares }: LinearPath,
  values: Float32Array,
): (t: number, out: Float32Array) => void {
  const C = means.length;
  const L = coefficients.length / (C * C);
  const isForecast = shares.some((share) => share > 0);
  const row = new Float64Array(C);
  const projected = new Float64Array(C);
  const forecast = new Float64Array(C);
  // in double precision once, instead of in every product
  const basis = Float64Array.from(components);
  const matrices = Array.from({ length: isForecast ? L : 0 }, (_, l) =>
    Float64Array.from(coefficients.subarray(l * C * C, (l + 1) * C * C)),
  );
  const centre = (t: number): void => {
    for (let c = 0; c < C; c++) {
      const deviation = values[t * C + c] - means[c];
      row[c] = Number.isNaN(deviation) ? 0 : deviation; // the mean stands for a missing reading
    }
  };
  return (t, out) => {
    forecast.fill(0);
    matrices.forEach((matrix, l) => {
      centre(t - l - 1);
      addProduct(row, matrix, forecast);
    });
    centre(t);
    project(row, basis, projected);
    leaveOut(own, row, projected);
    for (let c = 0; c < C; c++) {
      out[c] = means[c] + projected[c] + shares[c] * (forecast[c] - projected[c]);
    }
  };
}

/** out += row (N) · matrix (N, C); four rows of the matrix at a time, added in their order. */
function addProduct(row: Float64Array, matrix: Float64Array, out: Float64Array): void {
  const N = row.length;
  const C = out.length;
  let j = 0;
  for (; j + 3 < N; j += 4) {
    const [v0, v1, v2, v3] = [row[j], row[j + 1], row[j + 2], row[j + 3]];
    const [m0, m1, m2, m3] = [j * C, (j + 1) * C, (j + 2) * C, (j + 3) * C];
    for (let c = 0; c < C; c++) {
      out[c] =
        out[c] +
        v0 * matrix[m0 + c] +
        v1 * matrix[m1 + c] +
        v2 * matrix[m2 + c] +
        v3 * matrix[m3 + c];
    }
  }
  for (; j < N; j++) {
    const value = row[j];
    for (let c = 0; c < C; c++) out[c] += value * matrix[j * C + c];
  }
}

/** The projection of a centred row (C) on components (K, C), into `out` (C). */
function project(row: Float64Array, components: Float64Array, out: Float64Array): void {
  const C = row.length;
  const weights = new Float64Array(components.length / C);
  addRowProducts(row, { values: components, stride: C, count: weights.length }, weights);
  out.fill(0);
  addProduct(weights, components, out);
}

/** What is left of the projection of a channel without its own share, which divides what the others say of it. */
export function shareOfOthers(own: number): number {
  return 1 - own * (1 - LEAST_OTHERS);
}

/** Turns a projection (C) of a centred row (C) into what the other channels say of each. */
function leaveOut(own: Float32Array, row: Float64Array, projected: Float64Array): void {
  for (let c = 0; c < row.length; c++) {
    projected[c] = (projected[c] - own[c] * row[c]) / shareOfOthers(own[c]);
  }
}

/** (C), the diagonal of the projection on components (K, C). */
function ownShares(components: Float32Array, C: number): Float32Array {
  const own = new Float32Array(C);
  components.forEach((weight, i) => (own[i % C] += weight * weight));
  return own;
}

/** (C), root mean square of the residuals, with the floor. */
async function residualSpreads(
  path: LinearPath,
  recordings: readonly TimeSeriesFrame[],
  options: PathOptions,
): Promise<Float32Array> {
  const C = path.means.length;
  const sums = new Float64Array(C);
  const counts = new Float64Array(C);
  for (const frame of recordings) {
    await expectRows(path, frame, options, (expected, t) => {
      for (let c = 0; c < C; c++) {
        const residual = frame.values[t * C + c] - expected[c];
        if (Number.isNaN(residual)) continue;
        sums[c] += residual * residual;
        counts[c] += 1;
      }
    });
  }
  return Float32Array.from(sums, (sum, c) =>
    Math.sqrt((counts[c] > 0 ? sum / counts[c] : 0) + SQUARED_FLOOR),
  );
}
