/** Lines on a canvas, in the colours of the reader's theme. The only file that knows uPlot. */
import uPlot from 'uplot';
import { colour, make, onTheme } from './dom.js';

/** A line; lines are told apart by colour and dashes. */
export interface Line {
  readonly name: string;
  /** Of the style sheet, such as `--accent`. */
  readonly colour: string;
  readonly dash?: readonly number[];
  /** Points without a line between them. */
  readonly points?: boolean;
}

/** A chart as it is made. */
export interface ChartOptions {
  readonly lines: readonly Line[];
  /** Whether x is milliseconds since 1970, shown in UTC. */
  readonly dated: boolean;
  readonly axis?: string;
  readonly height?: number;
  /** Stretches of x that are shaded. */
  readonly bands?: () => readonly (readonly [from: number, to: number])[];
}

type Values = readonly (number | null)[];

/** A chart in the page. */
export interface LineChart {
  /** Replaces the data: x, then the values of each line. */
  show(x: readonly number[], lines: readonly Values[]): void;
}

/** Makes a chart that fills the width of its place; the place keeps its label for screen readers. */
export function lineChart(place: HTMLElement, options: ChartOptions): LineChart {
  let data: uPlot.AlignedData = [[], ...options.lines.map(() => [])];
  const canvas = make('div');
  place.replaceChildren(canvas, keys(options.lines));
  let plot = draw(canvas, options, data);
  const again = (): void => {
    plot.destroy();
    plot = draw(canvas, options, data);
  };
  onTheme(again);
  new ResizeObserver(() => {
    plot.setSize({ width: place.clientWidth, height: heightOf(options) });
  }).observe(place);
  return {
    show(x, lines) {
      data = [[...x], ...lines.map((values) => [...values])];
      plot.setData(data);
    },
  };
}

function heightOf({ height = 260 }: ChartOptions): number {
  return height;
}

function draw(place: HTMLElement, options: ChartOptions, data: uPlot.AlignedData): uPlot {
  const { lines, dated, axis, bands } = options;
  const [ink, grid] = [colour('--soft'), colour('--line')];
  const common = {
    stroke: ink,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1 },
  };
  return new uPlot(
    {
      width: Math.max(200, place.clientWidth),
      height: heightOf(options),
      ms: 1,
      tzDate: (time) => uPlot.tzDate(new Date(time), 'Etc/UTC'),
      scales: { x: { time: dated } },
      legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false } },
      axes: [
        {
          ...common,
          ...(axis !== undefined && { label: axis, labelSize: 18 }),
          ...(dated && { space: 90, values: (_plot: uPlot, times: number[]) => timeLabels(times) }),
        },
        { ...common, size: 62 },
      ],
      series: [
        {},
        ...lines.map((line) => ({
          label: line.name,
          stroke: colour(line.colour),
          width: line.points ? 0 : 1.5,
          ...(line.dash && { dash: [...line.dash] }),
          points: line.points
            ? { show: true, size: 7, fill: colour(line.colour) }
            : { show: data[0].length === 1 },
        })),
      ],
      hooks: { drawClear: [(plot) => shade(plot, bands?.() ?? [])] },
    },
    data,
    place,
  );
}

/** Times in UTC, as short as their steps allow; the day stands below the first one of it. */
export function timeLabels(times: readonly number[]): string[] {
  const step = times.length > 1 ? times[1] - times[0] : 0;
  return times.map((time, i) => {
    const iso = new Date(time).toISOString();
    const [day, clock] = [iso.slice(0, 10), iso.slice(11)];
    if (step >= 86_400_000) return day;
    const digits = step >= 60_000 ? 5 : step >= 1000 ? 8 : 12;
    const isFirst = i === 0 || new Date(times[i - 1]).toISOString().slice(0, 10) !== day;
    return isFirst ? `${clock.slice(0, digits)}\n${day}` : clock.slice(0, digits);
  });
}

function shade(plot: uPlot, bands: readonly (readonly [number, number])[]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = colour('--alarm');
  for (const [from, to] of bands) {
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
    // one row alone would be too thin to be seen
    if (right >= left) ctx.fillRect(left, bbox.top, Math.max(3, right - left), bbox.height);
  }
  ctx.restore();
}

/** What the lines are, as text below the chart. */
function keys(lines: readonly Line[]): HTMLElement {
  const list = make('div', '', 'keys');
  for (const line of lines) {
    const key = make('span', line.name);
    key.prepend(sample(line));
    list.append(key);
  }
  return list;
}

const SVG = 'http://www.w3.org/2000/svg';

function sample({ colour: name, dash, points }: Line): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const shape = document.createElementNS(SVG, points ? 'circle' : 'line');
  const size = { width: '24', height: '10', 'aria-hidden': 'true' };
  const line = { x1: '0', x2: '24', y1: '5', y2: '5', stroke: `var(${name})`, 'stroke-width': '2' };
  const circle = { cx: '12', cy: '5', r: '4', fill: `var(${name})` };
  set(svg, size);
  set(shape, points ? circle : { ...line, ...(dash && { 'stroke-dasharray': dash.join(' ') }) });
  svg.append(shape);
  return svg;
}

function set(target: SVGElement, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, value);
}
