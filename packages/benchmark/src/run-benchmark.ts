/**
 * A benchmark: every detector with every seed on every data set of a folder, cell by cell. Finished cells lie in
 * the results folder under a key of their data and settings, and are not computed again.
 */
import type { GivenSettings } from '@anodec/pipeline';
import type { CellRecord } from './cell-record.js';
import { detectionRate } from './detection-rate.js';
import type { BenchmarkListeners } from './listeners.js';
import { planBenchmark } from './plan.js';
import type { Benchmark, Failure } from './results.js';
import { runSeries, type Work } from './run-cells.js';
import { writeTables } from './write-tables.js';

/**
 * Runs a benchmark and writes its table as CSV, JSON, Markdown and HTML into the results folder.
 *
 * A data set that fails is listed with its message and stops no other.
 *
 * @param given settings by group
 * @throws ConfigError when a setting is unknown, or contradicts the protocol
 * @throws DataError when the folder holds no data set
 * @throws StoppedError when the signal was raised; finished cells are kept
 */
export async function runBenchmark(
  given: GivenSettings,
  listeners: BenchmarkListeners = {},
): Promise<Benchmark> {
  const plan = await planBenchmark(given);
  listeners.onPlan?.(plan);
  const { settings, protocol, series, contenders, cells: total } = plan;
  const measures = [detectionRate, ...(protocol?.measures ?? [])];
  const work: Work = { settings, protocol, measures, listeners, total, number: 0 };
  const runs = contenders.flatMap((one) => one.seeds.map((seed) => ({ ...one, seed })));
  const results: CellRecord[] = [];
  const failures: Failure[] = [];
  for (const one of series) {
    for (const outcome of await runSeries(one, runs, work)) {
      if ('message' in outcome) failures.push(outcome);
      else results.push(outcome);
    }
  }
  const benchmark = { ...plan, results, failures };
  return { ...benchmark, files: await writeTables(benchmark) };
}
