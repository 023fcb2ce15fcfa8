/** One live scoring as it grows: score, heat map, last rows, and what another threshold would have come to. */
import type { LiveTime } from '@anodec/runs';
import type { StreamRows } from '../api-types.js';
import { element, make, onTheme, valueOf } from './dom.js';
import { drawHeatMap } from './heat-map.js';
import { type LineChart, lineChart } from './line-chart.js';
import { countAbove, sliderValue, spansAbove } from './what-if.js';

/** Rows that the page keeps, and rows of its table. */
const KEPT = 20_000;
const LISTED = 20;

/** Milliseconds between looks at what the server says besides, such as its tiles, while rows come. */
const REFRESH = 1000;

let refreshing: ReturnType<typeof setTimeout> | undefined;
let rows: StreamRows;
let chart: LineChart;
let paused = false;

/** Starts where the page is of a live scoring. */
export function startStream(): void {
  const place = document.getElementById('stream');
  if (!place) return;
  rows = JSON.parse(element('stream-rows').textContent ?? '') as StreamRows;
  chart = lineChart(element('score-chart'), {
    dated: typeof rows.time[0] === 'string',
    lines: [
      { name: 'Score', colour: '--accent' },
      { name: 'Threshold', colour: '--ink', dash: [8, 4] },
    ],
    bands: () => spansOfAlarms(shown()),
  });
  listen(place.dataset.id ?? '');
  element('window').addEventListener('change', draw);
  element('what-if').addEventListener('input', drawWhatIf);
  element('pause').addEventListener('click', () => {
    paused = !paused;
    element('pause').setAttribute('aria-pressed', String(paused));
    if (!paused) draw();
  });
  onTheme(draw);
  draw();
}

function listen(id: string): void {
  const source = new EventSource(`/live/${id}/events?after=${rows.row.at(-1) ?? -1}`);
  source.addEventListener('restarted', () => {
    rows = { row: [], time: [], score: [], threshold: [], alarm: [], sensors: [] };
  });
  source.addEventListener('rows', (event: MessageEvent<string>) => {
    add(JSON.parse(event.data) as StreamRows);
    if (!paused) draw();
    refreshing ??= setTimeout(() => {
      refreshing = undefined;
      dispatchEvent(new Event('dashboard:changed'));
    }, REFRESH);
  });
}

/** Adds what is new; after a lost connection rows may come a second time. */
function add(more: StreamRows): void {
  const last = rows.row.at(-1) ?? -1;
  const from = more.row.findIndex((row) => row > last);
  if (from < 0) return;
  const join = <V>(old: readonly V[], added: readonly V[]): V[] =>
    [...old, ...added.slice(from)].slice(-KEPT);
  rows = {
    row: join(rows.row, more.row),
    time: join(rows.time, more.time),
    score: join(rows.score, more.score),
    threshold: join(rows.threshold, more.threshold),
    alarm: join(rows.alarm, more.alarm),
    sensors: join(rows.sensors, more.sensors),
  };
}

/** The rows of the chosen window. */
function shown(): StreamRows {
  const most = Number(valueOf('window'));
  const cut = <V>(values: readonly V[]): readonly V[] => values.slice(-most);
  return {
    row: cut(rows.row),
    time: cut(rows.time),
    score: cut(rows.score),
    threshold: cut(rows.threshold),
    alarm: cut(rows.alarm),
    sensors: cut(rows.sensors),
  };
}

function draw(): void {
  const now = shown();
  chart.show(now.time.map(numberOf), [now.score, now.threshold]);
  drawHeatMap(element('heat-map'), now, 0);
  drawRows(now);
  drawWhatIf();
}

function numberOf(time: LiveTime): number {
  return typeof time === 'number' ? time : Date.parse(time);
}

function spansOfAlarms({ alarm, time }: StreamRows): (readonly [number, number])[] {
  return spansAbove(alarm.map(Number), 0).map(([from, to]) => [
    numberOf(time[from]),
    numberOf(time[to]),
  ]);
}

function drawRows({ time, score, threshold, alarm, sensors }: StreamRows): void {
  const body = (element('rows') as HTMLTableElement).tBodies[0];
  const first = Math.max(0, time.length - LISTED);
  const lines = time.slice(first).map((at, i) => {
    const t = first + i;
    const line = make('tr', '', alarm[t] ? 'anomalous' : '');
    const head = make('th', timeText(at));
    head.scope = 'row';
    const named = sensors[t].map(({ name, share }) => `${name} ${Math.round(100 * share)} %`);
    const cells = [text(score[t]), text(threshold[t]), alarm[t] ? 'alarm' : '', named.join(', ')];
    line.append(head, ...cells.map((cell, c) => make('td', cell, c < 2 ? 'number' : '')));
    return line;
  });
  body.replaceChildren(...lines.toReversed());
}

function timeText(time: LiveTime): string {
  return typeof time === 'number' ? String(time) : time.slice(0, 19).replace('T', ' ');
}

function text(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(4)));
}

/** What another threshold would have come to in the rows shown. */
function drawWhatIf(): void {
  const { score, threshold } = shown();
  const used = threshold.findLast((value) => value !== null) ?? 0;
  const at = Number(valueOf('what-if'));
  const chosen = sliderValue(at, used);
  const count = countAbove(score, chosen);
  const now = countAbove(score, used);
  element('what-if-value').textContent = `${text(chosen)} (in use: ${text(used)})`;
  element('consequences').textContent =
    `Of the ${count.known} rows shown, ${count.rows} would be above it, in ${count.spans} ${count.spans === 1 ? 'stretch' : 'stretches'}; above the ` +
    `one in use are ${now.rows}, in ${now.spans}. Nothing is changed by moving it.`;
}
