/** A small process made for tests: sensors that share what drives them, a valve, and injected anomalies. */
import { createFrame, createRandom, sliceFrame, type TimeSeriesFrame } from '@anodec/core';
import { injectAnomalies, InjectConfig } from '@anodec/simulator';

/** Rows to learn from and rows with anomalies. */
export interface ProcessTables {
  readonly train: string;
  readonly test: string;
}

const SENSORS = 14;
const DRIVERS = 3;

/**
 * Tables of a process: fourteen sensors that mix three slow drivers, one that depends on nothing else, and a
 * valve that opens with the first driver; a bend in every second sensor keeps it from being linear.
 *
 * @param rows of each table
 * @param count of anomalies in the second, of 60 rows each, of all kinds
 */
export function processTables(seed: number, rows: number, count: number): ProcessTables {
  const whole = createProcess(seed, 2 * rows);
  const later = sliceFrame(whole, { start: rows, end: 2 * rows });
  const { frame } = injectAnomalies(later, InjectConfig.parse({ count, seed }));
  return { train: tableOf(sliceFrame(whole, { start: 0, end: rows })), test: tableOf(frame) };
}

function createProcess(seed: number, T: number): TimeSeriesFrame {
  const random = createRandom(seed);
  const noise = random.stream('noise');
  const weights = Array.from({ length: SENSORS * DRIVERS }, () => noise.normal());
  const drivers = Array.from({ length: DRIVERS + 1 }, (_, d) =>
    slowNoise(T, random.stream(`driver ${d}`)),
  );
  const channels = [...Array.from({ length: SENSORS }, (_, c) => `S${c + 1}`), 'ALONE', 'VALVE'];
  const values = new Float32Array(T * channels.length);
  for (let t = 0; t < T; t++) {
    const row = Array.from({ length: SENSORS }, (_, c) => {
      const mixed = drivers
        .slice(0, DRIVERS)
        .reduce((sum, driver, d) => sum + weights[c * DRIVERS + d] * driver[t], 0);
      return (c % 2 === 0 ? mixed : mixed + 0.2 * mixed ** 2) + 0.1 * noise.normal();
    });
    values.set([...row, drivers[DRIVERS][t], drivers[0][t] > 0 ? 1 : 0], t * channels.length);
  }
  return createFrame({ values, channels });
}

/** (T), an oscillation that random pushes keep going, with a standard deviation near 1. */
function slowNoise(T: number, random: { normal(): number }): Float32Array {
  const series = new Float32Array(T);
  let [last, before] = [random.normal(), random.normal()];
  for (let t = 0; t < T; t++) {
    const next = 1.9 * last - 0.92 * before + 0.06 * random.normal();
    [before, last] = [last, next];
    series[t] = next;
  }
  return series;
}

function tableOf({ channels, values, labels }: TimeSeriesFrame): string {
  const C = channels.length;
  const lines = Array.from({ length: values.length / C }, (_, t) => {
    const cells = Array.from(values.subarray(t * C, (t + 1) * C), (value) => value.toFixed(5));
    return [...cells, ...(labels ? [String(labels[t])] : [])].join(',');
  });
  return `${[...channels, ...(labels ? ['label'] : [])].join(',')}\n${lines.join('\n')}\n`;
}
