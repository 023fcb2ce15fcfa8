/** What failed in a benchmark, each reason once. */
import type { BenchmarkResults, Failure } from './results.js';

/** What stands for the detector where a data set failed for all of them. */
export const EVERY_DETECTOR = 'every detector';

/** A sentence for each data set and reason, with the detectors that failed for it. */
export function describeFailures({
  contenders,
  failures,
}: Pick<BenchmarkResults, 'contenders' | 'failures'>): string[] {
  const cells = contenders.reduce((sum, { seeds }) => sum + seeds.length, 0);
  const groups = new Map<string, Failure[]>();
  for (const failure of failures) {
    const key = JSON.stringify([failure.series, failure.message]);
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  return [...groups.values()].map((group) => {
    const [{ series, message }] = group;
    const detectors =
      group.length === cells && cells > 1 ? [EVERY_DETECTOR] : group.map(nameDetector);
    return `Failed: ${series}, ${detectors.join(', ')}: ${message}`;
  });
}

function nameDetector({ detector, seed }: Failure): string {
  return seed === null ? detector : `${detector} (seed ${seed})`;
}
