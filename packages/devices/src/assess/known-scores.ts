/** Scores of days apart: those of days that are known to be anomalous, and the others. */
import type { KnownAnomaly } from '../raw/known-anomalies.js';
import type { DayScores } from './score-file.js';

/** Splits the scores of a device by a list of anomalous days. */
export function splitKnown(
  { dates, scores }: DayScores,
  known: readonly KnownAnomaly[],
  device: string,
): Record<'normal' | 'anomalous', DayScores> {
  const listed = new Set(known.filter((one) => one.device === device).map(({ date }) => date));
  const part = (isListed: boolean): DayScores => ({
    dates: dates.filter((date) => listed.has(date) === isListed),
    scores: scores.filter((_, n) => listed.has(dates[n]) === isListed),
  });
  return { normal: part(false), anomalous: part(true) };
}
