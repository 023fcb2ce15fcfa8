/** Tables of a made-up device for tests and benchmarks. */

/**
 * Two waves and their noisy sum, a row a minute, as CSV.
 *
 * @param from number of its first row since 2024
 * @param broken newest rows in which A is 4 too high
 */
export function deviceTable(rows: number, from = 0, broken = 0): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const t = from + i;
    const time = new Date(Date.UTC(2024, 0, 1) + t * 60_000).toISOString();
    const noise = ((t * 7919) % 101) / 1000;
    const a = Math.sin(t / 7) + (i >= rows - broken ? 4 : 0);
    const b = Math.cos(t / 11);
    return [time, ...[a, b, a + b + noise].map((value) => value.toFixed(5))].join(',');
  });
  return `time,A,B,C\n${lines.join('\n')}\n`;
}
