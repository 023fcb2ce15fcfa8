/** Days as a picture: a row for each class, a curve for each day, for TensorBoard. */
import type { Pixels } from 'tensorboard-logger';
import type { Samples } from './samples.js';

const HEIGHT = 48;
const GAP = 4;

/** Grey levels of paper and ink. */
const [PAPER, INK] = [255, 0];

/** Draws days from 0 at the bottom of their row to 1 at its top. */
export function drawDays({ days, labels }: Samples, perRow: number): Pixels {
  const columns = Math.min(perRow, labels.length);
  const W = days.length / labels.length;
  const width = columns * (W + GAP) + GAP;
  const height = Math.ceil(labels.length / columns) * (HEIGHT + GAP) + GAP;
  const rgba = new Uint8Array(width * height * 4).fill(PAPER);
  const paint = (x: number, y: number) =>
    rgba.fill(INK, 4 * (y * width + x), 4 * (y * width + x) + 3);
  for (let day = 0; day < labels.length; day++) {
    const left = GAP + (day % columns) * (W + GAP);
    const bottom = GAP + Math.floor(day / columns) * (HEIGHT + GAP) + HEIGHT - 1;
    let before = levelOf(days[day * W]);
    for (let i = 0; i < W; i++) {
      const level = levelOf(days[day * W + i]);
      // a vertical stroke from the level before, so that the curve has no holes
      const [low, high] = [Math.min(before, level), Math.max(before, level)];
      for (let y = low; y <= high; y++) paint(left + i, bottom - y);
      before = level;
    }
  }
  return { width, height, rgba };
}

/** 0 to HEIGHT − 1. */
function levelOf(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * (HEIGHT - 1));
}
