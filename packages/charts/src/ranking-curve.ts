/** A curve over all thresholds, ROC or precision-recall, with the threshold in use as a point. */
import { COLOURS } from './colours.js';
import { chart, type ChartSpec } from './theme.js';

/** A point of the curve. */
export interface RankingPoint {
  readonly x: number;
  readonly y: number;
}

/** Data of a ranking curve; both axes reach from 0 to 1. */
export interface RankingCurveParts {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly points: readonly RankingPoint[];
  /** The threshold in use; null where no row is above it. */
  readonly operating: RankingPoint | null;
  /** Ends of the line of a score that knows nothing. */
  readonly chance: readonly [RankingPoint, RankingPoint];
}

/** Draws the curve, what chance reaches, and the threshold in use. */
export function rankingCurve(parts: RankingCurveParts): ChartSpec {
  const scale = { domain: [0, 1], nice: false };
  const axis = { tickCount: 5 };
  const x = { field: 'x', type: 'quantitative', title: parts.x, scale, axis };
  const y = { field: 'y', type: 'quantitative', title: parts.y, scale, axis };
  const layer = (values: readonly RankingPoint[], mark: object): object => ({
    data: { values },
    mark,
    encoding: { x, y, order: { value: 0 } },
  });
  return chart({
    title: parts.title,
    width: 320,
    height: 300,
    layer: [
      layer(parts.chance, { type: 'line', color: COLOURS.ink, strokeDash: [4, 4], opacity: 0.5 }),
      layer(parts.points, { type: 'line', color: COLOURS.blue, strokeWidth: 1.8 }),
      ...(parts.operating
        ? [
            layer([parts.operating], {
              type: 'point',
              filled: true,
              size: 90,
              color: COLOURS.vermilion,
            }),
            {
              data: { values: [{ ...parts.operating, text: 'threshold in use' }] },
              mark: { type: 'text', dx: 8, dy: 12, align: 'left', color: COLOURS.vermilion },
              encoding: { x, y, text: { field: 'text' } },
            },
          ]
        : []),
    ],
  });
}
