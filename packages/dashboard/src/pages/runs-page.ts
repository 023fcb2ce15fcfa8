/** The first page: all runs, to be opened or compared. */
import { htmlNote, htmlTable, htmlTiles } from '@anodec/charts';
import type { RunSummary } from '@anodec/runs';
import { dashboardPage, dateText, link, livePart, number, statusBadge } from './layout.js';

/** What the page counts besides runs. */
export interface Counts {
  readonly streams: number;
  readonly newAlarms: number;
}

/** The page. @param logs folder of the runs, for the text where there are none */
export function runsPage(runs: readonly RunSummary[], counts: Counts, logs: string): string {
  const running = runs.filter(({ status }) => status === 'running').length;
  const tiles = htmlTiles([
    [String(runs.length), 'runs'],
    [String(running), 'in training'],
    [String(counts.streams), 'live scorings'],
    [String(counts.newAlarms), 'alarms nobody has acknowledged'],
  ]);
  const body =
    runs.length === 0
      ? htmlNote(`${logs} has no runs yet. Train one with anodec train.`)
      : table(runs);
  return dashboardPage({
    title: 'Runs',
    place: '/',
    body: livePart('runs', tiles) + body,
  });
}

/** The form works without a script; so does choosing, whatever is replaced meanwhile. */
function table(runs: readonly RunSummary[]): string {
  const rows = runs.toReversed().map((run) => [
    link(`/runs/version_${run.version}`, `version_${run.version}`),
    {
      html: `<input type="checkbox" name="run" value="version_${run.version}" aria-label="Compare version_${run.version}">`,
    },
    { html: statusBadge(run.status) },
    dateText(run.created),
    run.dataset ?? '–',
    run.detector ?? '–',
    number(run.epochs),
    number(run.bestValidationLoss),
    run.attacks ? `${run.attacksCaught ?? 0} of ${run.attacks}` : '–',
    number(run.falseAlarmsPerDay),
  ]);
  const columns = [
    'Run',
    { title: 'Compare', still: true },
    'Status',
    'Made (UTC)',
    'Data set',
    'Detector',
    { title: 'Epochs', numeric: true },
    { title: 'Validation loss', numeric: true },
    { title: 'Attacks caught', numeric: true },
    { title: 'False alarms a day', numeric: true },
  ];
  return (
    `<form action="/compare" method="get">${livePart('run-table', htmlTable({ columns, rows }))}` +
    '<p><button>Compare the chosen runs</button></p></form>'
  );
}
