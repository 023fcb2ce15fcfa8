/**
 * The report as one page that needs nothing else: no network, no script, pictures inline.
 *
 * Everything that comes from files or settings is escaped; pictures are inserted as they were drawn.
 */
import { escapeHtml } from '@anodec/charts';
import { STYLE } from './style.js';
import { findings } from './summary.js';
import type { Fact, EvaluationReport } from './report.js';
import type { Picture, Pictures } from './pictures.js';
import {
  alarmTable,
  attackTable,
  detectorTable,
  longestTable,
  mutedTable,
  type Table,
} from './tables.js';
import { figure } from './format.js';

/** Renders the whole page. */
export function renderHtml(report: EvaluationReport, pictures?: Pictures): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="anodec">
<title>${escapeHtml(report.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${[...head(report), ...body(report, pictures)].filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
}

/** The first screen: figures large, then sentences. */
function head(report: EvaluationReport): string[] {
  const { events } = report.results[0].evaluation;
  const [first] = events;
  const tiles = [
    ...(first.attacks > 0
      ? [tile(`${first.caught} of ${first.attacks}`, 'attacks that leave a trace were caught')]
      : []),
    ...events.map(({ falseAlarmRate: { value, per }, recovery }) =>
      tile(
        figure(value, 1),
        `false alarms per ${per}, ${recovery === '0' ? 'no recovery' : `recovery of ${recovery}`} allowed`,
      ),
    ),
    tile(String(first.alarms), first.alarms === 1 ? 'alarm in all' : 'alarms in all'),
  ];
  const sentences = findings(report).map((sentence) => `<li>${escapeHtml(sentence)}</li>`);
  return [
    `<h1>${escapeHtml(report.title)}</h1>`,
    `<p class="made">${escapeHtml(report.created)} UTC · ${escapeHtml(report.results[0].name)}</p>`,
    `<div class="tiles">${tiles.join('')}</div>`,
    `<ul class="findings">${sentences.join('')}</ul>`,
  ];
}

function body(report: EvaluationReport, pictures: Pictures | undefined): string[] {
  const { clock, results } = report;
  const [model] = results;
  const { attacks, alarms, traceless } = model.evaluation;
  return [
    pictureOf(pictures?.timeline),
    section(
      'Most suspicious sensors of each alarm',
      alarmTable(alarms, model.threshold.value, clock),
    ),
    section('Detectors side by side', detectorTable(report), FLOOR_NOTE),
    section('Attacks', attackTable(attacks, clock)),
    section('Attacks known to leave no trace', attackTable(traceless, clock), TRACELESS_NOTE),
    section('With and without the longest attack', longestTable(report), LONGEST_NOTE),
    section('Errors that stayed high for hours', mutedTable(model, clock), MUTED_NOTE),
    pictures?.training ? `<h2>Training</h2>${pictureOf(pictures.training)}` : '',
    pictures && pictures.alarms.length > 0
      ? `<h2>Sensors of the alarms</h2>${pictures.alarms.map(pictureOf).join('\n')}`
      : '',
    section('Data', factTable(report.data)),
    section('Run', factTable(report.run)),
    `<h2>Settings</h2><details><summary>All settings of the run</summary><pre>${escapeHtml(
      JSON.stringify(report.settings, null, 2),
    )}</pre></details>`,
  ];
}

const FLOOR_NOTE =
  'Thresholds come from normal rows that were held out from training. ORACLE figures are picked ' +
  'with the labels in hand: upper bounds, not results. The random floor moves the alarms of the first ' +
  'detector to random times, with the mean and 95 % of the draws. An alarm is false if it overlaps neither an ' +
  'attack nor the recovery after one; point-wise figures follow the labels row by row.';
const TRACELESS_NOTE =
  'They changed nothing that was recorded. They do not count as missed, and an alarm during one is not false.';
const LONGEST_NOTE = 'Point-wise figures are ruled by long attacks.';
const MUTED_NOTE =
  'The median of the channel’s error over hours had left what normal rows showed, so it was discounted. The rule knows no ' +
  'channel by name and no label.';

function tile(value: string, what: string): string {
  return `<div class="tile"><strong>${escapeHtml(value)}</strong><span>${escapeHtml(what)}</span></div>`;
}

function pictureOf(picture: Picture | undefined): string {
  if (!picture) return '';
  return `<figure aria-label="${escapeHtml(picture.title)}">${picture.svg}</figure>`;
}

function section(title: string, table: Table, note = ''): string {
  if (table.rows.length === 0) return '';
  const remark = note === '' ? '' : `<p class="note">${escapeHtml(note)}</p>`;
  return `<h2>${escapeHtml(title)}</h2>${remark}${htmlTable(table)}`;
}

function factTable(facts: readonly Fact[]): Table {
  return { columns: ['What', 'Value'], rows: facts.map(({ name, value }) => [name, value]) };
}

function htmlTable({ columns, rows }: Table): string {
  const header = columns.map((column, i) => {
    const side = i > 0 && rows.some((cells) => isFigure(cells[i])) ? ' class="figure"' : '';
    return `<th scope="col"${side}>${escapeHtml(column)}</th>`;
  });
  const lines = rows.map(([first, ...rest]) => {
    return `<tr><th scope="row">${escapeHtml(first)}</th>${rest.map(cell).join('')}</tr>`;
  });
  return `<div class="wide${columns[0] === 'Detector' ? ' lead' : ''}"><table><thead><tr>${header.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`;
}

/** A cell; figures stand right, words left, yes and no in colour. */
function cell(text: string): string {
  if (text === 'yes' || text === 'no') return `<td class="${text}">${text}</td>`;
  return `<td${isFigure(text) ? ' class="figure"' : ''}>${escapeHtml(text)}</td>`;
}

function isFigure(text: string): boolean {
  return /^[\d.,]+( %)?$/.test(text);
}
