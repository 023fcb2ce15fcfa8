/** Every combination, one after the other; ranges of numbers are covered by equal steps. */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import {
  applies,
  type Dimension,
  type NumberRange,
  type Point,
  type Space,
  stepOf,
  toPossible,
  type Value,
  placeAt,
} from '../space/space.js';
import { defineSampler } from './sampler.js';

const GridConfig = variantSettings('grid', 'Every combination of the values', {
  points: z
    .int()
    .min(2)
    .max(1000)
    .default(5)
    .describe('Number of values of a range that has no step of its own'),
});

/** Every combination; the last setting of the space changes fastest. */
export const grid = defineSampler(GridConfig, ({ points }, { space }) => {
  const combinations = gridPoints(space, points);
  const reached: Point[] = [];
  return {
    suggest(number, _history, draw) {
      // a point of the grid is known only where a grid has grown: go on behind it
      const wanted = number + draw;
      while (reached.length <= wanted) {
        const { value, done } = combinations.next();
        if (done === true) return undefined;
        reached.push(value);
      }
      return reached[wanted];
    },
  };
});

/** The combinations of a space, each once: settings that do not apply do not multiply them. */
export function* gridPoints(space: Space, points: number): Generator<Point, void> {
  yield* extend(space, points, {});
}

function* extend(space: Space, points: number, point: Point): Generator<Point, void> {
  if (space.length === 0) {
    yield point;
    return;
  }
  const [dimension, ...rest] = space;
  if (!applies(dimension, point)) {
    yield* extend(rest, points, point);
    return;
  }
  for (const value of gridValues(dimension, points)) {
    yield* extend(rest, points, { ...point, [dimension.name]: value });
  }
}

/** The values of a setting on a grid, in order. */
export function gridValues(dimension: Dimension, points: number): readonly Value[] {
  if (dimension.kind === 'choice') return dimension.values;
  const { low, high, log, step } = dimension;
  if (step !== undefined) return stepped(dimension, step);
  const whole = stepOf(dimension) === 1 && high - low + 1 <= points;
  if (whole) return stepped(dimension, 1);
  const [from, to] = log ? [Math.log(low), Math.log(high)] : [low, high];
  const values = Array.from({ length: points }, (_, i) => {
    const value = from + ((to - from) * i) / (points - 1);
    return toPossible(dimension, log ? Number(Math.exp(value).toPrecision(12)) : value);
  });
  return [...new Set(values)];
}

function stepped(range: NumberRange, step: number): number[] {
  const count = Math.floor((range.high - range.low) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => placeAt(range, i));
}
