/**
 * Point adjustment: an attack of which enough rows are flagged counts as flagged in full.
 *
 * Such values are not comparable with any others: with every attack adjusted after a single row, random
 * scores reach those of published detectors. That is why the random floor stands beside them.
 *
 * Source: Xu et al. 2018, "Unsupervised Anomaly Detection via Variational Auto-Encoder"; the share K: Kim et al.
 * 2022, "Towards a Rigorous Evaluation of Time-Series Anomaly Detection".
 */
import type { EvaluatedRows } from './rows.js';
import { onceForEach } from './once-for-each.js';
import { confusionOfRows, ratio } from './pointwise.js';
import { attackRuns, lengthOf } from './runs.js';

/** Flagged rows of each run of attack rows. */
const flaggedRows = onceForEach((rows: EvaluatedRows) =>
  attackRuns(rows).map((run) => {
    let flagged = 0;
    for (let t = run.start; t < run.end; t++) if (rows.flags[t] !== 0) flagged++;
    return { flagged, length: lengthOf(run) };
  }),
);

/**
 * Point-wise F1 after adjusting the attacks of which more than `percent` % of the rows are flagged: 0
 * adjusts every attack with a flagged row, 100 none.
 *
 * @returns null where there is neither an attack row nor a flagged one
 */
export function adjustedF1(rows: EvaluatedRows, percent: number): number | null {
  const { truePositives, falsePositives, falseNegatives } = confusionOfRows(rows);
  let hits = truePositives;
  for (const { flagged, length } of flaggedRows(rows)) {
    if (flagged * 100 > percent * length) hits += length - flagged;
  }
  const attacked = truePositives + falseNegatives;
  return ratio(2 * hits, attacked + hits + falsePositives);
}

/** The area under the adjusted F1 over K from 0 to 100 %, by the trapezoidal rule in steps of 1 %. */
export function adjustedF1Area(rows: EvaluatedRows): number | null {
  let area = 0;
  for (let percent = 0; percent <= 100; percent++) {
    const f1 = adjustedF1(rows, percent);
    if (f1 === null) return null;
    area += percent === 0 || percent === 100 ? f1 / 2 : f1;
  }
  return area / 100;
}
