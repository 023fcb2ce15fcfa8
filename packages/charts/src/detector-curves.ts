/** Several ROC or precision-recall curves over one another, each with its threshold in use. */
import { COLOURS, LINE_COLOURS } from './colours.js';
import type { RankingPoint } from './ranking-curve.js';
import { chart, type ChartSpec } from './theme.js';

/** Dashes of the lines, so that they can be told apart without colours. */
const DASHES = [[], [7, 3], [2, 2], [9, 3, 2, 3]] as const;

/** The curve of one detector. */
export interface NamedCurve {
  readonly name: string;
  readonly points: readonly RankingPoint[];
  /** The threshold in use; null where no row is above it. */
  readonly operating: RankingPoint | null;
}

/** Data of the curves; both axes reach from 0 to 1. */
export interface DetectorCurvesParts {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** In the order of the legend; beyond eight, colours and dashes repeat. */
  readonly curves: readonly NamedCurve[];
  /** Ends of the line of a score that knows nothing. */
  readonly chance: readonly [RankingPoint, RankingPoint];
}

/** Draws the curves, what chance reaches, and the thresholds in use as points. */
export function detectorCurves(parts: DetectorCurvesParts): ChartSpec {
  const { curves, chance, title } = parts;
  const domain = curves.map(({ name }) => name);
  const scale = { domain: [0, 1], nice: false };
  const axis = { tickCount: 5 };
  const x = { field: 'x', type: 'quantitative', title: parts.x, scale, axis };
  const y = { field: 'y', type: 'quantitative', title: parts.y, scale, axis };
  const colours = domain.map((_, n) => COLOURS[LINE_COLOURS[n % LINE_COLOURS.length]]);
  const dashes = domain.map((_, n) => DASHES[(n + (n >> 2)) % DASHES.length]);
  // two columns of longer names would be wider than the plot
  const columns = curves.some(({ name }) => name.length > 26) ? 1 : 2;
  const legend = { symbolType: 'stroke', symbolSize: 400, symbolStrokeWidth: 2, columns };
  const color = {
    field: 'curve',
    type: 'nominal',
    scale: { domain, range: colours },
    legend,
  };
  const strokeDash = { field: 'curve', type: 'nominal', scale: { domain, range: dashes }, legend };
  const operating = curves.flatMap(({ name, operating: at }) =>
    at ? [{ curve: name, ...at, at: 'threshold in use' }] : [],
  );
  return chart({
    title,
    width: 420,
    height: 400,
    layer: [
      {
        data: { values: [...chance] },
        mark: { type: 'line', color: COLOURS.ink, strokeDash: [4, 4], opacity: 0.5 },
        encoding: { x, y, order: { value: 0 } },
      },
      {
        data: { values: curves.flatMap(({ name, points }) => pointsOf(name, points)) },
        mark: { type: 'line', strokeWidth: 1.8 },
        encoding: { x, y, color, strokeDash, order: { field: 'n', type: 'quantitative' } },
      },
      {
        data: { values: operating },
        mark: { type: 'point', filled: true, size: 90 },
        encoding: { x, y, color, tooltip: [{ field: 'curve' }, { field: 'at' }] },
      },
    ],
  });
}

function pointsOf(curve: string, points: readonly RankingPoint[]): object[] {
  return points.map(({ x, y }, n) => ({ curve, n, x, y }));
}
