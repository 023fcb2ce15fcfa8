/** Curves over a common axis, such as losses by epoch, asked for again when something changed. */
import type { Curves } from '../api-types.js';
import { attempt, fetchJson } from './dom.js';
import { type LineChart, lineChart } from './line-chart.js';

interface Drawn {
  readonly names: string;
  readonly chart: LineChart;
}

const drawn = new Map<string, Drawn>();

const STYLES = [
  { colour: '--accent' },
  { colour: '--other', dash: [8, 4] },
  { colour: '--good', dash: [2, 3] },
  { colour: '--ink', dash: [12, 3, 2, 3] },
  { colour: '--doubtful' },
  { colour: '--accent', dash: [4, 4] },
  { colour: '--other' },
  { colour: '--good' },
] as const;

/** Draws the curves of all their places. */
export function drawCurves(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-curves]')) {
    attempt(() => drawOne(place, place.dataset.curves ?? ''));
  }
}

async function drawOne(place: HTMLElement, path: string): Promise<void> {
  const { axis, x, lines } = (await fetchJson(path)) as Curves;
  const names = lines.map(({ name }) => name).join('\n');
  let known = drawn.get(path);
  if (!known || known.names !== names) {
    const styled = lines.map(({ name }, i) => ({ name, ...STYLES[i % STYLES.length] }));
    known = { names, chart: lineChart(place, { lines: styled, dated: false, axis }) };
    drawn.set(path, known);
  }
  known.chart.show(
    x,
    lines.map(({ y }) => y),
  );
}
