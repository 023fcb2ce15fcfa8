/** Row by row: how many attack rows lie above the threshold. Long attacks rule these figures. */

/** Counts and figures; a ratio without a denominator is null. */
export interface PointFigures {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/**
 * Precision, recall and F1 of flags against labels.
 *
 * @param labels (N), anything but 0 is an attack row
 * @param flags (N), anything but 0 is a flagged row
 */
export function pointFigures(labels: ArrayLike<number>, flags: ArrayLike<number>): PointFigures {
  let [both, flagged, labelled] = [0, 0, 0];
  for (let t = 0; t < labels.length; t++) {
    if (flags[t] !== 0) flagged++;
    if (labels[t] !== 0) labelled++;
    if (flags[t] !== 0 && labels[t] !== 0) both++;
  }
  return figuresOf(both, flagged, labelled, labels.length);
}

/** The same from counts of rows: both flagged and attacked, flagged, attacked, all. */
export function figuresOf(
  both: number,
  flagged: number,
  labelled: number,
  rows: number,
): PointFigures {
  return {
    truePositives: both,
    falsePositives: flagged - both,
    falseNegatives: labelled - both,
    trueNegatives: rows - flagged - labelled + both,
    precision: ratio(both, flagged),
    recall: ratio(both, labelled),
    f1: ratio(2 * both, flagged + labelled), // harmonic mean, as counts
  };
}

/** A quotient, null where there is nothing to divide by. */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
