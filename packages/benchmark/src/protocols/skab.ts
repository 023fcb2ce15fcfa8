/** The outlier protocol of SKAB: a limit from training windows, rows flagged by all windows with them. */
import { quantile, type Scores } from '@anodec/core';
import type { Measure, MeasureInput } from '@anodec/pipeline';
import type { Protocol } from './protocol.js';
import { absoluteErrors, rowsOf } from './rows.js';

const SOURCE =
  'Katser & Kozitsin 2020, "Skoltech Anomaly Benchmark (SKAB)"; github.com/waico/SKAB, notebooks/Conv_AE.ipynb, commit 247456b7';

/** Rows of a window. */
const STEPS = 60;
/** Quantile of the training windows, and what it is multiplied by. */
const QUANTILE = 0.999;
const MARGIN = 4 / 3;

export const skab: Protocol = {
  title: 'SKAB: false and missed rows of outlier detection',
  source: SOURCE,
  settings: {
    preprocess: { scaler: { kind: 'standard' }, recentre: 'none', clip: 'none' },
  },
  does: [
    'Channels are standardised by the training rows.',
    'A window of 60 rows scores by its mean absolute error, summed over channels; the limit is the .999 quantile of the training windows times 4/3.',
    'A row is flagged where all 59 windows that begin before it and hold it exceed the limit. No label is used.',
  ],
  limits: [
    'Changepoints, the other half of SKAB, are not evaluated.',
    'SKAB counts the rows of its 34 files together; groups here are means over data sets.',
    'In SKAB the first 400 rows of each file are learned from; here the training tables.',
    'A detector that keeps training rows, as the nearest neighbour does, errs by 0 on them, and so its limit is too low.',
  ],
  measures: [
    measure('skabF1', 'F1', 'F1 of the flagged rows.', true, ({ hits, false: f, missed }) =>
      hits + f + missed === 0 ? null : (2 * hits) / (2 * hits + f + missed),
    ),
    measure(
      'skabFar',
      'FAR',
      'Share of the normal rows that are flagged.',
      false,
      ({ false: f, quiet }) => (f + quiet === 0 ? null : f / (f + quiet)),
    ),
    measure(
      'skabMar',
      'MAR',
      'Share of the rows under attack that are not flagged.',
      false,
      ({ hits, missed }) => (hits + missed === 0 ? null : missed / (hits + missed)),
    ),
  ],
};

/** Rows by what they are and whether they are flagged. */
interface Counts {
  readonly hits: number;
  readonly false: number;
  readonly missed: number;
  readonly quiet: number;
}

function measure(
  key: string,
  title: string,
  description: string,
  higherIsBetter: boolean,
  of: (counts: Counts) => number | null,
): Measure {
  const shown = `SKAB ${title}`;
  return {
    key,
    title: shown,
    description,
    unit: 'number',
    higherIsBetter,
    source: SOURCE,
    compute: (input) => of(countRows(input)),
  };
}

function countRows({ tests, normal }: MeasureInput): Counts {
  const training = normal.training.flatMap(({ scores }) => [...windowErrors(scores, STEPS)]);
  const known = training.filter((error) => !Number.isNaN(error));
  const limit = known.length > 0 ? quantile(Float64Array.from(known), QUANTILE) * MARGIN : NaN;
  const counts = { hits: 0, false: 0, missed: 0, quiet: 0 };
  for (const test of tests) {
    const { labels } = rowsOf([test]);
    const flags = flagByWindows(windowErrors(test.scores, STEPS), labels.length, limit, STEPS);
    labels.forEach((label, t) => {
      const kind = label === 1 ? (flags[t] ? 'hits' : 'missed') : flags[t] ? 'false' : 'quiet';
      counts[kind] += 1;
    });
  }
  return counts;
}

/** Mean absolute error of each window, summed over channels; NaN where a row of it has no error. */
export function windowErrors(scores: Scores, W: number): Float64Array {
  const { C, values } = absoluteErrors(scores);
  const T = values.length / C;
  const rows = Float64Array.from({ length: T }, (_, t) =>
    values
      .subarray(t * C, (t + 1) * C)
      .reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0),
  );
  const lacks = (t: number): boolean => Number.isNaN(scores.rows[t]);
  return Float64Array.from({ length: Math.max(0, T - W + 1) }, (_, start) => {
    let sum = 0;
    for (let t = start; t < start + W; t++) sum += lacks(t) ? NaN : rows[t];
    return sum / W;
  });
}

/** Rows whose W − 1 windows that begin before them all exceed the limit; none within W of the ends. */
export function flagByWindows(
  errors: Float64Array,
  T: number,
  limit: number,
  W: number,
): Uint8Array {
  const flags = new Uint8Array(T);
  let run = 0; // windows in a row above the limit, up to the one before t
  for (let t = 0; t < errors.length - W + 1; t++) {
    if (t >= W - 1 && run >= W - 1) flags[t] = 1;
    run = errors[t] > limit ? run + 1 : 0;
  }
  return flags;
}
