/**
 * A small chart of a sensor as it was recorded and as it was reconstructed. Drawn pixel by pixel: an SVG renderer takes
 * fifteen times as long, which an epoch of a small network would notice. The chart has no text; its tag names the sensor.
 */

/** An image of few colours, as pixels. */
export interface ChartPixels {
  readonly width: number;
  readonly height: number;
  /** (colours, 3): red, green and blue. */
  readonly palette: Uint8Array;
  /** (height, width): the number of the colour of each pixel. */
  readonly numbers: Uint8Array;
}

/** One sensor over the charted rows. */
export interface ReconstructedSensor {
  /** (T), scaled; NaN where a reading is missing. */
  readonly recorded: ArrayLike<number>;
  /** (T), NaN where no window reaches. */
  readonly expected: ArrayLike<number>;
}

/** Size in pixels, about that of an image on TensorBoard's page. */
const [WIDTH, HEIGHT, MARGIN] = [350, 120, 4];

/** Paper white, recorded ink, expected blue, as in the charts of a report. */
const PALETTE = Uint8Array.of(0xff, 0xff, 0xff, 0x1f, 0x29, 0x33, 0x00, 0x72, 0xb2);
const [INK, BLUE] = [1, 2];

/** The chart: recorded in black, reconstructed in blue, from the smallest of all values to the largest. */
export function reconstructionChart({ recorded, expected }: ReconstructedSensor): ChartPixels {
  const numbers = new Uint8Array(WIDTH * HEIGHT);
  const range = extentOf(recorded, expected);
  drawLine(numbers, recorded, range, INK);
  drawLine(numbers, expected, range, BLUE);
  return { width: WIDTH, height: HEIGHT, palette: PALETTE, numbers };
}

/** Joins the values by lines, two pixels wide, broken where there is none. */
function drawLine(
  numbers: Uint8Array,
  values: ArrayLike<number>,
  [low, high]: readonly [number, number],
  colour: number,
): void {
  const scaleX = (WIDTH - 2 * MARGIN - 1) / Math.max(1, values.length - 1);
  const scaleY = (HEIGHT - 2 * MARGIN - 1) / (high - low);
  for (let t = 0; t < values.length; t++) {
    const from = Number.isNaN(values[t - 1] ?? NaN) ? t : t - 1;
    const [fall, run] = [(values[t] - values[from]) * scaleY, (t - from) * scaleX];
    if (Number.isNaN(fall)) continue;
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(fall), run)));
    for (let s = 0; s <= steps; s++) {
      const part = s / steps;
      const x = Math.round(MARGIN + from * scaleX + part * run);
      const y = Math.round(MARGIN + (high - values[from]) * scaleY - part * fall);
      numbers[y * WIDTH + x] = colour;
      numbers[(y + 1) * WIDTH + x] = colour;
    }
  }
}

/** The smallest and the largest value, apart where they are one. */
function extentOf(...series: readonly ArrayLike<number>[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const values of series) {
    for (let t = 0; t < values.length; t++) {
      if (values[t] < low) low = values[t];
      if (values[t] > high) high = values[t];
    }
  }
  if (low > high) return [0, 1];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}
