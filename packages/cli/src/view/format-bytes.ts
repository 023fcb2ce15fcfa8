/** Sizes of files and memory as text. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size in decimal units with two to three digits, such as `1.2 MB`. */
export function formatBytes(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 9.95 ? value.toFixed(0) : value.toFixed(1)} ${UNITS[unit]}`;
}
