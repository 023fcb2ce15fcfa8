/**
 * Whether the model still fits: how the scores of the last rows are distributed, beside those of the normal rows that
 * were held out from training. Scores of normal operation that drift away from these make alarms that mean nothing, or
 * none where there should be some, and no alarm says so.
 *
 * The measure is the stability index of p-values. It looks at all rows of some hours, those in alarms too, because a
 * model that does not fit is in alarm all the time; an attack of minutes moves it little.
 */
import { normalProbabilityOf, type Calibration } from '@anodec/eval';
import { stabilityIndex } from '@anodec/explore';

/** Sizes of the index: up to the first the scores are those of training, from the second on they are not. */
export const STEADY = 0.1;
export const MOVED = 0.25;
/** How often the index is computed while the rows that it is of are replaced once. */
const LOOKS = 10;
/** Normal scores that the last rows are compared with. */
const SAMPLE = 1000;

/** That the model lost its fit, or has it again. */
export interface FitChange {
  readonly state: 'lost' | 'regained';
  readonly index: number;
}

/** Looks at p-values as they come. */
export interface FitWatch {
  /** Takes the p-value of the next row, NaN where it has none; says so where that changes the answer. */
  push(pValue: number): FitChange | undefined;
}

/**
 * Starts looking; the first answer comes when there were `rows` rows with a p-value.
 *
 * @param rows that are compared at a time
 *
 * Source: Siddiqi 2006, "Credit Risk Scorecards", p. 136, for the index and both sizes of it.
 */
export function startFitWatch(calibration: Calibration, rows: number): FitWatch {
  const normal = normalPValues(calibration);
  const latest = new Float64Array(rows);
  const step = Math.max(1, Math.round(rows / LOOKS));
  let [seen, isLost] = [0, false];
  return {
    push(pValue) {
      if (Number.isNaN(pValue)) return undefined;
      latest[seen++ % rows] = pValue;
      if (seen < rows || seen % step !== 0) return undefined;
      const index = stabilityIndex(normal, latest.slice().sort());
      const lost = isLost ? index > STEADY : index > MOVED;
      if (lost === isLost) return undefined;
      isLost = lost;
      return { state: lost ? 'lost' : 'regained', index };
    },
  };
}

/** P-values of the normal scores themselves, increasing, each as often as there are such scores, about a thousand. */
export function normalPValues(calibration: Calibration): Float64Array {
  const { count, scores, larger } = calibration;
  const sampled = Math.min(count, SAMPLE);
  const pValues = Array.from({ length: sampled }, (_, n) => {
    // of rank: so many normal scores are larger
    const rank = Math.floor(((n + 0.5) / sampled) * count);
    const at = larger.findIndex((above) => above <= rank);
    return normalProbabilityOf(calibration, scores[Math.max(0, at)]);
  });
  return Float64Array.from(pValues).sort();
}
