/** Which rows of the readings are anomalous, and what is saved of them. */
import type { SensorView } from '../api-types.js';

/** The threshold of the share that is next to the one chosen. */
export function thresholdAt({ thresholds }: SensorView, contamination: number): number {
  const distance = (share: number): number => Math.abs(share - contamination);
  const nearest = thresholds.reduce((best, one) =>
    distance(one.contamination) < distance(best.contamination) ? one : best,
  );
  return nearest.threshold;
}

/** Rows with a score above the threshold, in their order. */
export function anomalousRows({ score }: SensorView, threshold: number): number[] {
  return [...score.keys()].filter((t) => (score[t] ?? -Infinity) > threshold);
}

/** Time, readings, score and reason of rows as CSV. */
export function anomaliesCsv(view: SensorView, rows: readonly number[]): string {
  const { channels, time, dated, readings, score, reasons } = view;
  const head = ['time', ...channels, 'score', 'reason'].map(quote).join(',');
  const lines = rows.map((t) =>
    [
      dated ? new Date(time[t]).toISOString() : String(time[t]),
      ...readings.map((values) => String(values[t] ?? '')),
      String(score[t] ?? ''),
      quote(reasons[t] ?? ''),
    ].join(','),
  );
  return [head, ...lines, ''].join('\n');
}

/** Quoted where it has to be; a text that a spreadsheet would take for a formula keeps it a text. */
function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
