/** Detectors compared over many data sets, and published protocols of doing so. */
export type { CellRecord } from './cell-record.js';
export { BenchmarkConfig, benchmarkSections, type BenchmarkSettings } from './config.js';
export type { Contender } from './contenders.js';
export { recallWithin } from './detection-rate.js';
export type { BenchmarkListeners, CellEvent, CellState } from './listeners.js';
export { type BenchmarkPlan, withProtocol } from './plan.js';
export { type BenchmarkRanks, rankDetectors } from './ranks.js';
export { textTables } from './render.js';
export type { Benchmark, BenchmarkResults, Failure } from './results.js';
export { runBenchmark } from './run-benchmark.js';
export { type BenchmarkTable, benchmarkTable, type TableRow, valueMatrix } from './table.js';
