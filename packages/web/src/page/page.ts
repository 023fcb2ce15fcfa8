/** What the page does: loads an artifact, scores the table that is chosen, and shows scores and alarms. */
import { formatCount, countOf, formatDuration, isUserError } from '@anodec/core';
import { decodeArtifact, type WebArtifact } from '../artifact.js';
import { type ScoredCsv, scoreCsv, scoredRowsCsv, timeText } from '../score-csv.js';
import { drawScores } from './draw.js';

let artifact: WebArtifact | undefined;

const result = element('result');
const embedded = document.querySelector('#artifact');
if (embedded)
  attempt(async () => useArtifact(embedded.textContent ?? '', 'the artifact in this page'));
listen('model', async (file) => useArtifact(await file.text(), file.name));
listen('table', scoreFile);

function useArtifact(text: string, origin: string): void {
  artifact = decodeArtifact(text, origin);
  const { title, preprocessing, alarmPolicy } = artifact;
  const { channels, period } = preprocessing;
  element('title').textContent = title;
  element('about').textContent =
    `${countOf(channels.length, 'channel')}: ${channels.join(', ')}. ` +
    (period === undefined ? '' : `One row stands for ${formatDuration(period)}. `) +
    `Threshold ${alarmPolicy.threshold.value.toPrecision(4)}: ${alarmPolicy.threshold.rule}.`;
  result.replaceChildren();
}

async function scoreFile(file: File): Promise<void> {
  if (!artifact) return say('A model must be loaded before a table is scored. Choose one.', true);
  say(`Scoring ${file.name} …`);
  const progress = {
    begin: () => undefined,
    update: (done: number) => say(`Scoring ${file.name}: ${formatCount(done)} windows …`),
    end: () => undefined,
  };
  const scored = await scoreCsv(artifact, await file.text(), file.name, progress);
  const known = scored.detection.score.filter((score) => !Number.isNaN(score)).length;
  say(
    `${file.name}: ${countOf(scored.detection.score.length, 'row')}, ${formatCount(known)} with a score, ` +
      `${countOf(scored.detection.alarms.length, 'alarm')}. ${scored.notes.join(' ')}`,
  );
  const chart = document.createElement('div');
  chart.innerHTML = drawScores(scored); // numbers and times only
  result.replaceChildren(chart, alarmTable(scored), saveLink(scored));
}

function alarmTable({ frame, detection }: ScoredCsv): HTMLTableElement {
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  for (const name of ['Alarm from', 'to', 'highest score', 'channels']) {
    const cell = document.createElement('th');
    cell.textContent = name;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const { rows, peak, channels } of detection.alarms) {
    const shares = channels
      .slice(0, 3)
      .filter(({ share }) => share > 0)
      .map(({ channel, share }) => `${channel} ${Math.round(100 * share)} %`);
    const row = body.insertRow();
    const [from, to] = [timeText(frame, rows.start), timeText(frame, rows.end - 1)];
    for (const text of [from, to, peak.value.toPrecision(4), shares.join(', ')]) {
      row.insertCell().textContent = text;
    }
  }
  return table;
}

function saveLink(scored: ScoredCsv): HTMLElement {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([scoredRowsCsv(scored)], { type: 'text/csv' }));
  link.download = 'scores.csv';
  link.textContent = 'Save the scores of all rows';
  const paragraph = document.createElement('p');
  paragraph.append(link);
  return paragraph;
}

function listen(id: string, use: (file: File) => Promise<void>): void {
  const input = element(id) as HTMLInputElement;
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) attempt(() => use(file));
  });
}

/** Shows what went wrong: a sentence for what the user can put right, else the kind of the error as well. */
function attempt(action: () => Promise<void>): void {
  action().catch((error: unknown) => {
    say(isUserError(error) ? error.message : String(error), true);
  });
}

function say(text: string, isError = false): void {
  const message = element('message');
  message.textContent = text;
  message.classList.toggle('error', isError);
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found) return found;
  throw new Error(`The page must have an element ${id}.`);
}
