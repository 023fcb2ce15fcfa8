/** The charts of a search: its course, the settings of its trials, and which of them mattered. */
import {
  type ChartSpec,
  type CoordinateAxis,
  parallelCoordinates,
  searchHistory,
  settingImportance,
} from '@anodec/charts';
import {
  bestSoFar,
  type Dimension,
  finishedTrials,
  formatValue,
  importances,
  type ReadStudy,
  type Value,
} from '@anodec/tune';

/** The charts that the trials of a study allow, by name. */
export function studyCharts({
  description,
  trials,
}: ReadStudy): Readonly<Record<string, ChartSpec>> {
  const { direction, measure, space } = description;
  const shown = trials.flatMap(({ number, value, state }) =>
    value === undefined ? [] : [{ trial: number, value, finished: state === 'finished' }],
  );
  const best = bestSoFar(trials, direction);
  const higherIsBetter = direction === 'maximise';
  const mattered = importances(space, trials).flatMap(({ name, share }) =>
    share === null ? [] : [{ name, share }],
  );
  const title = 'Course of the search';
  return {
    ...(shown.length > 0 && { history: searchHistory({ title, measure, trials: shown, best }) }),
    ...(best.length > 0 && {
      parallel: parallelCoordinates({
        title: 'Settings of the finished trials',
        measure,
        higherIsBetter,
        axes: space.map(axisOf),
        trials: finishedTrials(trials).map(({ number, value, point }) => ({
          trial: number,
          value,
          places: space.map((dimension) =>
            Object.hasOwn(point, dimension.name) ? placeOf(dimension, point[dimension.name]) : null,
          ),
        })),
      }),
    }),
    ...(mattered.length > 0 && {
      importance: settingImportance({ title: 'Which settings mattered', settings: mattered }),
    }),
  };
}

function axisOf(dimension: Dimension): CoordinateAxis {
  const name = dimension.name.slice(dimension.name.indexOf('.') + 1);
  const values = dimension.kind === 'choice' ? dimension.values : [dimension.low, dimension.high];
  const ticks = values.map((value) => ({
    place: placeOf(dimension, value),
    text: formatValue(value),
  }));
  return { name, ticks };
}

/** Where a value lies between the ends of its axis. */
function placeOf(dimension: Dimension, value: Value): number {
  if (dimension.kind === 'choice') {
    const texts = dimension.values.map((one) => JSON.stringify(one));
    return texts.length === 1 ? 0.5 : texts.indexOf(JSON.stringify(value)) / (texts.length - 1);
  }
  const { low, high, log } = dimension;
  const scale = log ? Math.log : (x: number): number => x;
  return (scale(Number(value)) - scale(low)) / (scale(high) - scale(low));
}
