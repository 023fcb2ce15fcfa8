/** Readings of sensors: model, share and metric are chosen here; only another model asks the server for anything. */
import type { SensorView } from '../api-types.js';
import { attempt, element, fetchJson, make, say, valueOf } from './dom.js';
import { type LineChart, lineChart } from './line-chart.js';
import { anomaliesCsv, anomalousRows, thresholdAt } from './sensor-rows.js';

/** Rows of the tables at most. */
const LISTED = 20;
const LISTED_ANOMALIES = 100;

let view: SensorView | undefined;
let charts: { line: LineChart; points: LineChart } | undefined;

/** Starts where the page is that of the sensors. */
export function startSensors(): void {
  if (!document.getElementById('sensors')) return;
  element('sensor-controls').addEventListener('submit', (event) => event.preventDefault());
  element('sensor-model').addEventListener('change', load);
  element('contamination').addEventListener('input', draw);
  element('sensor-metric').addEventListener('change', draw);
  element('sensor-csv').addEventListener('click', save);
  addEventListener('dashboard:sensors', load);
  load();
}

function load(): void {
  attempt(loadView);
}

async function loadView(): Promise<void> {
  const model = valueOf('sensor-model');
  if (!view) say('Learning from the earlier readings …');
  const found = (await fetchJson(`/api/sensors?model=${encodeURIComponent(model)}`)) as SensorView;
  if (model !== valueOf('sensor-model')) return; // another was chosen meanwhile
  view = found;
  say('');
  offerMetrics(view.channels);
  charts ??= makeCharts(view.dated);
  draw();
}

function offerMetrics(channels: readonly string[]): void {
  const select = element('sensor-metric') as HTMLSelectElement;
  if (select.options.length === channels.length) return;
  select.replaceChildren(...channels.map((name) => make('option', name)));
}

function makeCharts(dated: boolean) {
  const metric = { name: 'Reading', colour: '--accent' };
  const points = { name: 'Anomalous row', colour: '--alarm-strong', points: true };
  return {
    line: lineChart(element('sensor-line'), { dated, lines: [metric] }),
    points: lineChart(element('sensor-points'), { dated, lines: [metric, points] }),
  };
}

function draw(): void {
  if (!view || !charts) return;
  const contamination = Number(valueOf('contamination'));
  const threshold = thresholdAt(view, contamination);
  const odd = anomalousRows(view, threshold);
  const isOdd = new Set(odd);
  const channel = Math.max(0, view.channels.indexOf(valueOf('sensor-metric')));
  const readings = view.readings[channel];
  charts.line.show(view.time, [readings]);
  charts.points.show(view.time, [
    readings,
    readings.map((value, t) => (isOdd.has(t) ? value : null)),
  ]);
  element('contamination-value').textContent = contamination.toFixed(3);
  (element('contamination') as HTMLInputElement).disabled = view.decides;
  element('sensor-about').textContent = view.decides
    ? 'This model decides itself which rows are noise: the contamination has no effect.'
    : `A row is anomalous where its score is above ${short(threshold)}, as ${(100 * contamination).toFixed(1)} % of the rows learned from are.`;
  const known = view.score.filter((score) => score !== null).length;
  element('sensor-counts').textContent =
    `${known - odd.length} normal rows (0), ${odd.length} anomalous rows (1)`;
  drawRows(isOdd);
  drawAnomalies(odd);
}

function drawRows(isOdd: ReadonlySet<number>): void {
  if (!view) return;
  const { channels, time, readings } = view;
  const newest = [...time.keys()].slice(-LISTED).toReversed();
  fill('sensor-rows', ['Time', ...channels, 'Anomaly'], newest, (t) => [
    ...readings.map((values) => short(values[t])),
    isOdd.has(t) ? '1' : '0',
  ]);
  for (const [i, t] of newest.entries()) {
    const { tBodies } = element('sensor-rows') as HTMLTableElement;
    tBodies[0].rows[i].classList.toggle('anomalous', isOdd.has(t));
  }
}

function drawAnomalies(odd: readonly number[]): void {
  if (!view) return;
  const { score, reasons } = view;
  fill(
    'sensor-anomalies',
    ['Time', 'Score', 'Reason'],
    odd.slice(-LISTED_ANOMALIES).toReversed(),
    (t) => [short(score[t]), reasons[t] ?? ''],
  );
}

/** Fills a table: the time of each row, then its cells. */
function fill(
  id: string,
  columns: readonly string[],
  rows: readonly number[],
  cells: (row: number) => readonly string[],
): void {
  const table = element(id) as HTMLTableElement;
  const head = make('tr');
  head.append(
    ...columns.map((name) => {
      const cell = make('th', name);
      cell.scope = 'col';
      if (name !== 'Time' && name !== 'Reason') cell.className = 'number';
      return cell;
    }),
  );
  table.tHead?.replaceChildren(head);
  const lines = rows.map((t) => {
    const line = make('tr');
    const first = make('th', timeText(t));
    first.scope = 'row';
    line.append(
      first,
      ...cells(t).map((cell) => make('td', cell, /^-?[\d.–]+$/.test(cell) ? 'number' : '')),
    );
    return line;
  });
  table.tBodies[0].replaceChildren(...lines);
}

function timeText(t: number): string {
  const at = view?.time[t] ?? NaN;
  return view?.dated ? new Date(at).toISOString().slice(0, 19).replace('T', ' ') : String(at);
}

function short(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(5)));
}

function save(): void {
  if (!view) return;
  const odd = anomalousRows(view, thresholdAt(view, Number(valueOf('contamination'))));
  const link = make('a');
  link.href = URL.createObjectURL(new Blob([anomaliesCsv(view, odd)], { type: 'text/csv' }));
  link.download = 'anomalies.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}
