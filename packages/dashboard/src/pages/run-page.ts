/** One run: how it stands, its curves while it is trained, its alarms, and its report. */
import {
  escapeHtml,
  htmlDetails,
  htmlFacts,
  htmlNote,
  htmlSection,
  htmlTable,
} from '@anodec/charts';
import type { MetricsRow } from '@anodec/runs';
import type { RunStory } from '@anodec/tracking';
import type { ListedAlarm } from '../alarms/alarm-list.js';
import type { Curves } from '../api-types.js';
import { alarmTable } from './alarm-table.js';
import { chartPlace } from './chart-place.js';
import { dashboardPage, dateText, link, livePart, number, statusBadge } from './layout.js';

/** What the page shows. */
export interface RunParts {
  /** In addresses, such as version_3. */
  readonly name: string;
  readonly story: RunStory;
  readonly alarms: readonly ListedAlarm[];
  readonly hasReport: boolean;
  /** Ids of the live scorings of the run. */
  readonly streams: readonly string[];
}

/** The page. */
export function runPage({ name, story, alarms, hasReport, streams }: RunParts): string {
  const { summary } = story;
  return dashboardPage({
    title: name,
    subtitle: [summary.detector, summary.dataset].filter(Boolean).join(' on '),
    place: '',
    body: [
      livePart('facts', facts(story)),
      ...(streams.length > 0 ? [liveLinks(streams)] : []),
      htmlSection('Training', trainingPart(name, story.epochs)),
      htmlSection('Alarms', livePart('alarms', alarmTable(alarms))),
      htmlSection('Report', reportPart(name, hasReport)),
      htmlSection('Settings', settingsPart(story)),
    ].join('\n'),
  });
}

function facts({ status, created, summary, computed, faults, settingsId }: RunStory): string {
  const rows: [string, string | { html: string }][] = [
    ['Status', { html: statusBadge(status) }],
    ['Made (UTC)', dateText(created)],
    ['Epochs', number(summary.epochs)],
    ['Best validation loss', number(summary.bestValidationLoss)],
    ['Attacks caught', caught(summary)],
    ['False alarms a day', number(summary.falseAlarmsPerDay)],
    ['Computed by', computed?.name ?? '–'],
    ['Settings', settingsId ?? '–'],
  ];
  const wrong = faults.map((fault) => htmlNote(fault)).join('');
  return `${htmlFacts(rows)}${wrong}`;
}

function caught({ attacks, attacksCaught = 0 }: RunStory['summary']): string {
  return attacks ? `${attacksCaught} of ${attacks}` : '–';
}

function liveLinks(streams: readonly string[]): string {
  const links = streams.map((id) => link(`/live/${id}`, id).html);
  return `<p>Live: ${links.join(', ')}</p>`;
}

function trainingPart(name: string, epochs: readonly MetricsRow[]): string {
  if (epochs.length === 0) return htmlNote('No epoch is over yet, or the detector has none.');
  return chartPlace(`/api/runs/${name}/curves`, 'Training and validation loss by epoch');
}

function reportPart(name: string, hasReport: boolean): string {
  if (!hasReport)
    return htmlNote(`Not evaluated yet: npx anodec evaluate ${name.replace('version_', '')}`);
  const path = `/runs/${escapeHtml(name)}/report`;
  return (
    `<p><a href="${path}">The report alone</a></p>` +
    `<iframe class="report" src="${path}" title="Report of ${escapeHtml(name)}" sandbox="allow-scripts"></iframe>`
  );
}

function settingsPart({ changed, files }: RunStory): string {
  const settings =
    changed.length === 0
      ? htmlNote('All settings have their defaults.')
      : htmlTable({
          columns: ['Setting', 'Value', 'Default'],
          rows: changed.map((one) => [one.name, shown(one.value), shown(one.default)]),
        });
  const listed = files.map((file) => [file.name, number(file.bytes)]);
  const columns = ['File', { title: 'Bytes', numeric: true }];
  return settings + htmlDetails('Files', htmlTable({ columns, rows: listed }));
}

/** A setting, aligned as a text is, so that numbers and words stand below each other. */
function shown(value: unknown): { readonly html: string } {
  return { html: escapeHtml(JSON.stringify(value) ?? '–') };
}

/** Losses by epoch, as the script draws them. */
export function lossCurves(
  runs: readonly { name: string; epochs: readonly MetricsRow[] }[],
): Curves {
  const several = runs.length > 1;
  const last = Math.max(0, ...runs.flatMap(({ epochs }) => epochs.map(({ epoch = 0 }) => epoch)));
  const x = Array.from({ length: last + 1 }, (_, epoch) => epoch);
  const lines = runs.flatMap(({ name, epochs }) =>
    LOSSES.filter((loss) => !several || loss === 'val_loss').map((loss) => {
      const values = new Map(epochs.map((row) => [row.epoch, row[loss]]));
      const y = x.map((epoch) => finite(values.get(epoch)));
      return { name: several ? name : LOSS_NAMES[loss], y };
    }),
  );
  return {
    title: several ? 'Validation loss by epoch' : 'Loss by epoch',
    axis: 'Epoch',
    x,
    lines: lines.filter(({ y }) => y.some((value) => value !== null)),
  };
}

const LOSSES = ['train_loss', 'val_loss'] as const;
const LOSS_NAMES = { train_loss: 'Training loss', val_loss: 'Validation loss' } as const;

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
