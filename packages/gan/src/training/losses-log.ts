/** The losses of every iteration, which go on after a resume. */
import type { Callback, NamedArrays } from '@anodec/model';

/** Losses by name, one value for each iteration. */
export type LossHistory = Readonly<Record<string, Float32Array>>;

/** A callback that keeps them, and what it has kept. */
export interface LossesLog {
  readonly callback: Callback;
  history(): LossHistory;
}

/** Makes the callback. */
export function createLossesLog(): LossesLog {
  const series = new Map<string, number[]>();
  const arrays = (): NamedArrays =>
    Object.fromEntries(
      [...series].map(([name, values]) => [
        name,
        { shape: [values.length], data: Float32Array.from(values) },
      ]),
    );
  return {
    callback: {
      name: 'losses',
      onStepEnd({ values }) {
        for (const [name, value] of Object.entries(values)) {
          const own = series.get(name);
          if (own) own.push(value);
          else series.set(name, [value]);
        }
      },
      state: () => ({ arrays: arrays() }),
      load(state) {
        for (const [name, { data }] of Object.entries(state.arrays ?? {})) {
          series.set(name, [...data]);
        }
      },
    },
    history: () =>
      Object.fromEntries(Object.entries(arrays()).map(([name, { data }]) => [name, data])),
  };
}

/** As CSV: a line for each iteration, from 1. */
export function lossesCsv(history: LossHistory): string {
  const names = Object.keys(history);
  const count = history[names[0]]?.length ?? 0;
  const lines = Array.from({ length: count }, (_, i) =>
    [i + 1, ...names.map((name) => history[name][i])].join(','),
  );
  return `${[['iteration', ...names].join(','), ...lines].join('\n')}\n`;
}
