/**
 * Recordings as the linear path leaves them: what an autoencoder with `linearPath` learns and scores.
 *
 * A residual is in spreads of its channel, so that all channels weigh alike in the loss; errors and
 * outputs of the network go back to the units of the readings.
 */
import {
  createFrame,
  type DetectorState,
  type FitOptions,
  type NamedArray,
  ShapeError,
  type TimeSeriesFrame,
} from '@anodec/core';
import { type LinearPath, linearExpectation, linearPathArrays } from '@anodec/classic';

type Options = Pick<FitOptions, 'signal' | 'progress'>;

/** Names of the arrays of a linear path in the state of an autoencoder begin with this. */
const PREFIX = 'linear.';

/** Largest residual that the network reads, in spreads. */
const LARGEST = 10;

/**
 * The residuals of a recording.
 *
 * @returns (T, C), in spreads, NaN where the reading or its expectation is missing
 */
export async function linearResiduals(
  path: LinearPath,
  frame: TimeSeriesFrame,
  options: Options = {},
): Promise<TimeSeriesFrame> {
  const expected = await linearExpectation(path, frame, options);
  return residualsFrom(path, frame, expected, expected); // in place: a recording may be large
}

/**
 * The residuals of a recording of which the expectation is known.
 *
 * @param expected (T, C), in the units of the readings, NaN where there is none
 * @param values (T, C), overwritten by the residuals; may be `expected`
 */
export function residualsFrom(
  { spreads }: LinearPath,
  frame: TimeSeriesFrame,
  expected: Float32Array,
  values: Float32Array = new Float32Array(expected.length),
): TimeSeriesFrame {
  const C = frame.channels.length;
  for (let i = 0; i < values.length; ) {
    for (let c = 0; c < C; c++, i++) {
      values[i] = (frame.values[i] - expected[i]) / spreads[c];
    }
  }
  return createFrame({ ...frame, values, offsets: undefined });
}

/**
 * Residuals as the network reads them, cut at 10 spreads: a single reading far off would saturate its gates
 * and change what it gives for all other channels. NaN stays.
 *
 * @param residuals any shape
 * @param cut of the same length, overwritten; may be `residuals`
 */
export function cutResiduals(
  residuals: Float32Array,
  cut: Float32Array = new Float32Array(residuals.length),
): Float32Array {
  for (let i = 0; i < cut.length; i++) {
    const residual = residuals[i];
    cut[i] = residual > LARGEST ? LARGEST : residual < -LARGEST ? -LARGEST : residual;
  }
  return cut;
}

/** Rows that the path looks back on. */
export function lookbackOf({ coefficients, means }: LinearPath): number {
  return coefficients.length / means.length ** 2;
}

/** The arrays of a path under their names in the state of an autoencoder. */
export function namedPath(path: LinearPath): Readonly<Record<string, NamedArray>> {
  return Object.fromEntries(
    Object.entries(linearPathArrays(path)).map(([name, array]) => [PREFIX + name, array]),
  );
}

/** Whether an array of a state belongs to the linear path. */
export function isOfPath(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** The path in the state of an autoencoder. @throws ShapeError when an array is not there */
export function pathIn(arrays: DetectorState['arrays']): LinearPath {
  const data = (name: keyof LinearPath): Float32Array => {
    const array = arrays[PREFIX + name];
    if (array) return array.data;
    throw new ShapeError(
      `${PREFIX + name} must be in the state of an autoencoder with linearPath, got none.`,
    );
  };
  return {
    means: data('means'),
    components: data('components'),
    own: arrays[`${PREFIX}own`]?.data ?? data('means').map(() => 0), // stored before it was left out
    coefficients: data('coefficients'),
    shares: data('shares'),
    spreads: data('spreads'),
  };
}
