/** A small chart of a sensor as it was recorded and as it was reconstructed, light enough for every epoch. */
import { COLOURS, escapeHtml, renderPng } from '@anodec/charts';

/** One sensor over the charted rows. */
export interface ReconstructedSensor {
  readonly name: string;
  /** (T), scaled; NaN where a reading is missing. */
  readonly recorded: ArrayLike<number>;
  /** (T), NaN where no window reaches. */
  readonly expected: ArrayLike<number>;
}

/** Size in the units of TensorBoard's page, which shows an image as wide as this. */
const [WIDTH, HEIGHT, TOP, LEFT] = [350, 150, 26, 42];

/** The chart as PNG. */
export async function reconstructionChart(sensor: ReconstructedSensor): Promise<Uint8Array> {
  const { name, recorded, expected } = sensor;
  const [low, high] = extentOf(recorded, expected);
  const path = (values: ArrayLike<number>): string => linePath(values, low, high);
  const label = (y: number, value: number): string =>
    `<text x="${LEFT - 6}" y="${y}" text-anchor="end">${value.toPrecision(3)}</text>`;
  const line = (d: string, colour: string): string =>
    `<path d="${d}" fill="none" stroke="${colour}" stroke-width="1.4" stroke-linejoin="round"/>`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" ` +
    'font-family="sans-serif" font-size="11" fill="#444">' +
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>` +
    `<text x="${LEFT}" y="16" font-size="13" font-weight="bold">${escapeHtml(name)}</text>` +
    `<text x="${WIDTH - 92}" y="16" fill="${COLOURS.ink}" text-anchor="end">recorded, scaled</text>` +
    `<text x="${WIDTH - 10}" y="16" fill="${COLOURS.blue}" text-anchor="end">reconstructed</text>` +
    `<path d="M${LEFT} ${TOP}V${HEIGHT - 10}H${WIDTH - 8}" fill="none" stroke="#bbb"/>` +
    label(TOP + 8, high) +
    label(HEIGHT - 10, low) +
    line(path(recorded), COLOURS.ink) +
    line(path(expected), COLOURS.blue) +
    '</svg>';
  return renderPng(svg, 2);
}

/** Lines through the values, broken where there is none. */
function linePath(values: ArrayLike<number>, low: number, high: number): string {
  const x = (t: number): string =>
    (LEFT + (t * (WIDTH - LEFT - 8)) / Math.max(1, values.length - 1)).toFixed(1);
  const y = (value: number): string =>
    (TOP + 4 + ((high - value) / (high - low)) * (HEIGHT - TOP - 18)).toFixed(1);
  let path = '';
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue;
    path += `${t === 0 || Number.isNaN(values[t - 1]) ? 'M' : 'L'}${x(t)} ${y(values[t])}`;
  }
  return path;
}

/** The smallest and the largest value, apart where they are one. */
function extentOf(...series: readonly ArrayLike<number>[]): [number, number] {
  const values = series.flatMap((one) => Array.from(one)).filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (values.length === 0) return [0, 1];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}
