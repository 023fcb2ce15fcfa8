/** The values that a search found, trial by trial, and the best one so far. */
import { COLOURS } from './colours.js';
import { chart, type ChartSpec, WIDTH } from './theme.js';

/** Data of the chart. */
export interface SearchHistoryParts {
  readonly title: string;
  /** What the values are. */
  readonly measure: string;
  /** In the order of their numbers. */
  readonly trials: readonly {
    readonly trial: number;
    readonly value: number;
    /** Whether it came to its end; the value of another is the last that it reported. */
    readonly finished: boolean;
  }[];
  /** The best value after each trial that came to its end. */
  readonly best: readonly { readonly trial: number; readonly best: number }[];
}

/** Dots for trials, faint squares for those that were ended early, and the best value as steps. */
export function searchHistory({ title, measure, trials, best }: SearchHistoryParts): ChartSpec {
  const x = { field: 'trial', type: 'quantitative', title: 'Trial', axis: { tickMinStep: 1 } };
  const scale = { zero: false };
  const states = ['finished', 'ended early'];
  const values = trials.map((one) => ({ ...one, state: states[one.finished ? 0 : 1] }));
  return chart({
    title,
    width: WIDTH - 60,
    height: 220,
    layer: [
      {
        data: { values: [...best] },
        mark: { type: 'line', interpolate: 'step-after', color: COLOURS.vermilion, strokeWidth: 2 },
        encoding: { x, y: { field: 'best', type: 'quantitative', title: measure, scale } },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 40 },
        encoding: {
          x,
          y: { field: 'value', type: 'quantitative', title: measure, scale },
          color: {
            field: 'state',
            type: 'nominal',
            scale: { domain: states, range: [COLOURS.blue, COLOURS.faint] },
          },
          shape: { field: 'state', type: 'nominal', scale: { domain: states } },
          tooltip: [{ field: 'trial' }, { field: 'value' }, { field: 'state' }],
        },
      },
    ],
  });
}
