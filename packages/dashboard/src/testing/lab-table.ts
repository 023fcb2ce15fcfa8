/** Readings of the four sensors of a laboratory, a row a minute. */
import { createRandom } from '@anodec/core';

/** The table as CSV. @param odd whether row 50 and each 97th after it has one reading far off */
export function labTable(rows: number, from: number, odd = false): string {
  const random = createRandom(from + 1);
  const lines = Array.from({ length: rows }, (_, t) => {
    const day = Math.sin((2 * Math.PI * (from + t)) / 300);
    const readings = [45 + 3 * day, 1013 + day, 300 + 80 * day, 21 + 2 * day].map(
      (reading) => reading + 0.4 * (random.uniform() - 0.5),
    );
    if (odd && t % 97 === 50) readings[t % 4] += 300;
    return [1_700_000_000 + 60 * (from + t), ...readings.map((one) => one.toFixed(3))].join(',');
  });
  return `TimeStamp,Humidity,Pressure,Light_Level,Temperature\n${lines.join('\n')}\n`;
}
