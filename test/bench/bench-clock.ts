/** The clock of the benchmarks beside pandas. */

/** Whether processor time is measured, for machines that others use: `ANODEC_BENCH_CLOCK=processor`. */
export const ON_PROCESSOR_CLOCK = process.env.ANODEC_BENCH_CLOCK === 'processor';

/** Milliseconds since any moment, of this process with all its threads or by the clock. */
export function benchClock(): number {
  if (!ON_PROCESSOR_CLOCK) return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
