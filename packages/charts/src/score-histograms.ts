/** How two groups of scores are spread, over one another. */
import { COLOURS } from './colours.js';
import { chart, type ChartSpec } from './theme.js';

/** Scores of one group. */
export interface ScoreGroup {
  readonly name: string;
  /** Finite. */
  readonly scores: ArrayLike<number>;
}

/** Data of the chart. */
export interface ScoreHistogramsParts {
  readonly title: string;
  /** Drawn one over the other, the second in front. */
  readonly groups: readonly [ScoreGroup, ScoreGroup];
  /** Drawn as a line; absent where none is in use. */
  readonly threshold?: number;
  /** Bars of the whole axis; default 30. */
  readonly bins?: number;
}

/** Draws the shares of each group; the axis is logarithmic where all scores are above 0. */
export function scoreHistograms(parts: ScoreHistogramsParts): ChartSpec {
  const { title, groups, threshold, bins = 30 } = parts;
  const all = groups.flatMap(({ scores }) => Array.from(scores));
  const isLog = all.every((score) => score > 0) && (threshold === undefined || threshold > 0);
  const borders = bordersOf([...all, ...(threshold === undefined ? [] : [threshold])], bins, isLog);
  const values = groups.flatMap(({ name, scores }) =>
    sharesIn(scores, borders).flatMap((share, b) =>
      share > 0 ? [{ name, from: borders[b], to: borders[b + 1], share }] : [],
    ),
  );
  const scale = {
    type: isLog ? 'log' : 'linear',
    domain: [borders[0], borders[bins]],
    nice: false,
  };
  const x = { type: 'quantitative', title: 'Score', scale, axis: { grid: false } };
  const domain = groups.map(({ name }) => name);
  const rule = threshold === undefined ? [] : [{ at: threshold }];
  return chart({
    title,
    width: 620,
    height: 260,
    layer: [
      {
        data: { values },
        mark: { type: 'rect', opacity: 0.55 },
        encoding: {
          x: { field: 'from', ...x },
          x2: { field: 'to' },
          y: {
            field: 'share',
            type: 'quantitative',
            title: 'Share of the days',
            axis: { format: '.0%' },
          },
          y2: { datum: 0 },
          color: {
            field: 'name',
            type: 'nominal',
            scale: { domain, range: [COLOURS.blue, COLOURS.vermilion] },
          },
        },
      },
      {
        data: { values: rule },
        mark: { type: 'rule', color: COLOURS.ink, strokeDash: [6, 3] },
        encoding: { x: { field: 'at', ...x } },
      },
    ],
  });
}

/** Equal steps of the axis from the smallest to the largest value. @returns (bins + 1) */
function bordersOf(values: readonly number[], bins: number, isLog: boolean): number[] {
  const to = isLog ? Math.log : (value: number): number => value;
  const from = isLog ? Math.exp : (value: number): number => value;
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, to(value));
    high = Math.max(high, to(value));
  }
  if (!(high > low)) [low, high] = [low - 0.5, low + 0.5];
  return Array.from({ length: bins + 1 }, (_, b) => from(low + ((high - low) * b) / bins));
}

/** The share of the scores in each bin; the largest belongs to the last. */
function sharesIn(scores: ArrayLike<number>, borders: readonly number[]): number[] {
  const shares = Array.from({ length: borders.length - 1 }, () => 0);
  for (const score of Array.from(scores)) {
    const bin = borders.findIndex((border) => border > score) - 1;
    shares[bin < 0 ? shares.length - 1 : bin] += 1 / scores.length;
  }
  return shares;
}
