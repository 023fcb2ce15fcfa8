/** The chart of scores: a line with the threshold and the alarms behind it, as the text of an SVG. */
import { frameLength } from '@anodec/core';
import type { Alarm } from '@anodec/eval';
import { type ScoredCsv, timeText } from '../score-csv.js';

const WIDTH = 960;
const HEIGHT = 260;
const LEFT = 48;
const BOTTOM = 24;

/** Draws the largest score of the rows behind each pixel, so that no peak is lost. */
export function drawScores({ frame, detection }: ScoredCsv): string {
  const { score, limits, alarms } = detection;
  const T = frameLength(frame);
  const highest = [...score, ...limits].reduce(
    (high, value) => (value > high && value < Infinity ? value : high),
    0,
  );
  const x = (t: number): number => LEFT + (t / Math.max(1, T - 1)) * (WIDTH - LEFT);
  const y = (value: number): number => (1 - value / (1.05 * highest || 1)) * (HEIGHT - BOTTOM);
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Score over time with the threshold">`,
    ...alarms.map((alarm) => alarmArea(alarm, x)),
    `<path class="limit" d="${pathOf(limits, x, y)}"/>`,
    `<path class="score" d="${pathOf(score, x, y)}"/>`,
    label(0, y(highest) + 12, highest.toPrecision(3)),
    label(0, HEIGHT - BOTTOM, '0'),
    label(LEFT, HEIGHT - 4, timeText(frame, 0)),
    label(WIDTH, HEIGHT - 4, timeText(frame, T - 1), 'end'),
    '</svg>',
  ].join('');
}

function label(x: number, y: number, text: string, anchor = 'start'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${text}</text>`;
}

function alarmArea({ rows }: Alarm, x: (t: number) => number): string {
  const width = Math.max(1, x(rows.end) - x(rows.start));
  return `<rect class="alarm" x="${x(rows.start)}" y="0" width="${width}" height="${HEIGHT - BOTTOM}"/>`;
}

/** A line through the largest value of each pixel; it breaks where there is none. */
function pathOf(
  values: ArrayLike<number>,
  x: (t: number) => number,
  y: (value: number) => number,
): string {
  const perPixel = Math.max(1, Math.ceil(values.length / (WIDTH - LEFT)));
  const points: string[] = [];
  let move = true;
  for (let from = 0; from < values.length; from += perPixel) {
    let largest = NaN;
    for (let t = from; t < Math.min(values.length, from + perPixel); t++) {
      if (!(values[t] <= largest) && !Number.isNaN(values[t])) largest = values[t];
    }
    if (!Number.isNaN(largest)) {
      points.push(`${move ? 'M' : 'L'}${x(from).toFixed(1)} ${y(largest).toFixed(1)}`);
    }
    move = Number.isNaN(largest);
  }
  return points.join('');
}
