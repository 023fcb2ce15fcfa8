/** Sends a table to be scored, and shows its scores and alarms. */
import type { ScoredUpload } from '../api-types.js';
import { attempt, element, fetchJson, make, say, valueOf } from './dom.js';
import { type LineChart, lineChart } from './line-chart.js';

let scored: ScoredUpload | undefined;
let chart: LineChart | undefined;

/** Starts where the page has the form. */
export function startUpload(): void {
  const form = document.getElementById('upload');
  if (!form) return;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(send);
  });
  element('upload-csv').addEventListener('click', save);
}

async function send(): Promise<void> {
  const [file] = (element('upload-file') as HTMLInputElement).files ?? [];
  if (!file) return;
  say(`Scoring ${file.name} …`);
  const query = new URLSearchParams({ name: file.name });
  const path = `/api/runs/${valueOf('upload-run')}/score?${query.toString()}`;
  const headers = { 'content-type': 'application/octet-stream' };
  scored = (await fetchJson(path, { method: 'POST', headers, body: file })) as ScoredUpload;
  say('');
  show(file.name, scored);
}

function show(
  name: string,
  { rows, scoredRows, alarms, notes, dated, ...rest }: ScoredUpload,
): void {
  element('upload-result').hidden = false;
  element('upload-about').textContent =
    `${name}: ${rows} rows, ${scoredRows} with a score, alarms: ${alarms.length}. ${notes.join(' ')}`;
  chart = lineChart(element('upload-chart'), {
    dated,
    lines: [
      { name: 'Score', colour: '--accent' },
      { name: 'Threshold', colour: '--ink', dash: [8, 4] },
    ],
    bands: () => alarms.map(({ start, end }) => [start, end]),
  });
  chart.show(rest.time, [rest.score, rest.threshold]);
  const text = (time: number): string =>
    dated ? new Date(time).toISOString().slice(0, 19).replace('T', ' ') : String(time);
  const table = element('upload-alarms') as HTMLTableElement;
  table.tHead?.replaceChildren(line('th', ['From', 'To', 'Highest score', 'Sensors']));
  const found = alarms.map(({ start, end, peak, channels }) =>
    line('td', [text(start), text(end), String(Number(peak.toPrecision(4))), channels]),
  );
  table.tBodies[0].replaceChildren(...found);
}

function line(tag: 'th' | 'td', cells: readonly string[]): HTMLElement {
  const row = make('tr');
  row.append(...cells.map((cell) => make(tag, cell)));
  return row;
}

function save(): void {
  if (!scored) return;
  const link = make('a');
  link.href = URL.createObjectURL(new Blob([scored.csv], { type: 'text/csv' }));
  link.download = 'scores.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}
