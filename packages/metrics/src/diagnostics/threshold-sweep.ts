/** What each of many thresholds would have come to, for a slider over them. */
import { type AlarmCounts, countAlarms, type CountedRecording } from './counts.js';

/** Steps of the slider from 0 to twice the threshold: 2 / 88 = 1 / 44 apart, as in the original program. */
const STEPS = 89;

/** The counts at one threshold. */
export interface ThresholdStep extends AlarmCounts {
  /** What the threshold in use is multiplied with. */
  readonly factor: number;
  readonly threshold: number;
}

/**
 * Counts at 89 thresholds from 0 to twice the one in use; one that moves is scaled as it moved. The counts follow the labels: to choose one of
 * them by its counts is an ORACLE.
 *
 * @param threshold the one in use, above zero: its value at the beginning where it moves
 */
export function sweepThreshold(
  recordings: readonly CountedRecording[],
  threshold: number,
): ThresholdStep[] {
  return Array.from({ length: STEPS }, (_, i) => {
    const factor = (2 * i) / (STEPS - 1);
    return { factor, threshold: threshold * factor, ...countAlarms(recordings, factor) };
  });
}
