/** Parts of the score by sensor and time, on a canvas. */
import type { StreamRows } from '../api-types.js';
import { colour, make } from './dom.js';

/** Sensors and columns of the map at most. */
const SENSORS = 24;
const COLUMNS = 240;

/** The map of the rows from `first` on; sensors with the largest parts come first. */
export function drawHeatMap(place: HTMLElement, rows: StreamRows, first: number): void {
  const count = rows.row.length - first;
  const names = strongest(rows, first);
  const columns = Math.min(COLUMNS, Math.max(1, count));
  const cells = new Float64Array(names.length * columns);
  for (let t = 0; t < count; t++) {
    const column = Math.floor((t * columns) / count);
    const limit = rows.threshold[first + t] ?? NaN;
    const score = rows.score[first + t] ?? NaN;
    for (const { name, share } of rows.sensors[first + t]) {
      const at = names.indexOf(name) * columns + column;
      const part = (share * score) / limit;
      if (at >= 0 && part > cells[at]) cells[at] = part;
    }
  }
  const canvas = make('canvas');
  canvas.width = columns;
  canvas.height = Math.max(1, names.length);
  paint(canvas, cells);
  const table = make('div', '', 'heat');
  const labels = make('div', '', 'heat-names');
  for (const name of names) labels.append(make('span', name));
  table.append(labels, canvas);
  place.replaceChildren(table);
  place.setAttribute(
    'aria-label',
    `Parts of the score by sensor and time; the strongest sensors are ${names.slice(0, 3).join(', ')}`,
  );
}

function strongest({ sensors, score }: StreamRows, first: number): string[] {
  const sums = new Map<string, number>();
  for (let t = first; t < sensors.length; t++) {
    for (const { name, share } of sensors[t]) {
      sums.set(name, (sums.get(name) ?? 0) + share * (score[t] ?? 0));
    }
  }
  const ranked = [...sums].sort(([, a], [, b]) => b - a).slice(0, SENSORS);
  return ranked.map(([name]) => name).sort();
}

/** Pale at nothing, blue at half of the threshold, red above it. */
function paint(canvas: HTMLCanvasElement, cells: Float64Array): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const [paper, blue, red] = ['--shade', '--accent', '--alarm-strong'].map(colour);
  const width = canvas.width;
  for (const [i, part] of cells.entries()) {
    context.globalAlpha = 1;
    context.fillStyle = paper;
    const [x, y] = [i % width, Math.floor(i / width)];
    context.fillRect(x, y, 1, 1);
    if (!(part > 0)) continue;
    context.globalAlpha = part >= 1 ? 1 : 0.9 * part;
    context.fillStyle = part >= 1 ? red : blue;
    context.fillRect(x, y, 1, 1);
  }
}
