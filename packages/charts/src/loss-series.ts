/** Losses over the iterations of a training, one line for each. */
import { COLOURS, LINE_COLOURS } from './colours.js';
import { chart, type ChartSpec } from './theme.js';

/** Data of the chart. */
export interface LossSeriesParts {
  readonly title: string;
  /** One value for each iteration from the first on; at most four series. */
  readonly series: Readonly<Record<string, ArrayLike<number>>>;
  /** Points drawn of each series, each the mean of so many iterations that all fit; default 200. */
  readonly points?: number;
}

/** Draws the losses; the vertical axis begins at 0. */
export function lossSeries({ title, series, points = 200 }: LossSeriesParts): ChartSpec {
  const names = Object.keys(series);
  const values = names.flatMap((name) =>
    means(series[name], points).map((one) => ({ ...one, name })),
  );
  const range = LINE_COLOURS.slice(0, names.length).map((name) => COLOURS[name]);
  return chart({
    title,
    width: 620,
    height: 240,
    data: { values },
    mark: { type: 'line', strokeWidth: 1.6 },
    encoding: {
      x: {
        field: 'iteration',
        type: 'quantitative',
        title: 'Iteration',
        scale: { nice: false },
        axis: { grid: false, format: 'd' },
      },
      y: { field: 'loss', type: 'quantitative', title: 'Loss', scale: { zero: true } },
      color: {
        field: 'name',
        type: 'nominal',
        scale: { domain: names, range },
        legend: { symbolType: 'stroke', symbolStrokeWidth: 2 },
      },
    },
  });
}

/** Means of equal stretches, each at its last iteration. */
function means(losses: ArrayLike<number>, points: number): { iteration: number; loss: number }[] {
  const size = Math.max(1, Math.ceil(losses.length / points));
  return Array.from({ length: Math.ceil(losses.length / size) }, (_, i) => {
    const own = Array.from(losses).slice(i * size, (i + 1) * size);
    const mean = own.reduce((sum, loss) => sum + loss, 0) / own.length;
    return { iteration: i * size + own.length, loss: Number(mean.toPrecision(5)) };
  });
}
