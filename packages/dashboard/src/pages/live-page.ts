/** Live scorings: the list, and one of them as it grows. */
import {
  escapeHtml,
  htmlNote,
  htmlNotices,
  htmlSection,
  htmlTable,
  htmlTiles,
} from '@anodec/charts';
import { countOf } from '@anodec/core';
import { type ListedAlarm, timeText } from '../alarms/alarm-list.js';
import { columnsOf, type Stream } from '../streams/stream.js';
import { alarmTable } from './alarm-table.js';
import { dashboardPage, link, livePart, number, pageData } from './layout.js';

/** Rows that the page begins with. */
const FIRST_ROWS = 2000;

/** The list. */
export function streamsPage(streams: readonly Stream[]): string {
  const rows = streams.map((stream) => {
    const last = stream.rows().at(-1);
    return [
      link(`/live/${stream.id}`, stream.title),
      last ? timeText(last.time) : '–',
      number(last?.score),
      number(last?.threshold),
      last?.alarm ? 'alarm' : 'quiet',
      String(stream.alarms().length),
    ];
  });
  const body =
    rows.length === 0
      ? htmlNote('No live scoring yet. Start one with anodec watch; it appears here by itself.')
      : htmlTable({
          columns: [
            'Live scoring',
            'Last row',
            { title: 'Score', numeric: true },
            { title: 'Threshold', numeric: true },
            'State',
            { title: 'Alarms', numeric: true },
          ],
          rows,
        });
  return dashboardPage({ title: 'Live', place: '/live', body: livePart('streams', body) });
}

/** One live scoring. @param controls HTML of what can be done to a made-up plant */
export function streamPage(
  stream: Stream,
  alarms: readonly ListedAlarm[],
  controls?: string,
): string {
  const id = escapeHtml(stream.id);
  return dashboardPage({
    title: stream.title,
    subtitle: 'Scores as they come; nothing has to be loaded again.',
    place: '/live',
    body: [
      livePart('tiles', streamTiles(stream)),
      livePart('fit', fitNotice(stream)),
      ...(controls === undefined
        ? []
        : [htmlSection('Made-up plant', livePart('plant', controls))]),
      htmlSection('Score', SCORE_PART),
      htmlSection('Sensors over time', HEAT_PART),
      htmlSection('Alarms', livePart('alarms', alarmTable(alarms))),
      htmlSection(
        'Last rows',
        ROWS_PART,
        `<p><a href="/live/${id}/rows.csv" download>All rows shown here as CSV</a></p>`,
      ),
      `<div id="stream" data-id="${id}"></div>`,
      pageData('stream-rows', columnsOf(stream.rows().slice(-FIRST_ROWS))),
    ].join('\n'),
  });
}

function streamTiles(stream: Stream): string {
  const last = stream.rows().at(-1);
  const alarms = stream.alarms();
  const going = alarms.filter(({ state }) => state === 'start').length;
  return htmlTiles([
    [last ? timeText(last.time) : '–', 'last row'],
    [number(last?.score), 'score'],
    [number(last?.threshold), 'threshold'],
    [going > 0 ? 'alarm' : 'quiet', 'now'],
    [String(alarms.length), 'alarms'],
  ]);
}

function fitNotice(stream: Stream): string {
  const fit = stream.fit();
  const faults = stream.faults();
  return htmlNotices([
    ...(fit?.state === 'lost'
      ? [
          {
            tone: 'bad' as const,
            title: 'The model no longer fits',
            text: `since ${timeText(fit.time)}: scores left the range of normal rows (index ${number(fit.index)}). Train anew.`,
          },
        ]
      : []),
    ...modelNotice(stream),
    ...(faults > 0
      ? [
          {
            tone: 'doubtful' as const,
            title: 'Lines',
            text: `Not understood: ${countOf(faults, 'line')}.`,
          },
        ]
      : []),
  ]);
}

/** What became of a new model, and what it says of the last row while it runs beside the one in use. */
function modelNotice(stream: Stream): Parameters<typeof htmlNotices>[0] {
  const event = stream.model();
  if (!event) return [];
  const shadow = stream.rows().at(-1)?.shadow;
  const beside = shadow
    ? ` Its last score is ${number(shadow.score)}, its threshold ${number(shadow.threshold)}.`
    : '';
  return [
    {
      tone: event.state === 'failed' ? 'doubtful' : 'accent',
      title: `New model: ${event.state}`,
      text: `${timeText(event.time)}, training ${event.training}. ${event.reason}${beside}`,
    },
  ];
}

const SCORE_PART = `<p class="controls">
<label>Rows <select id="window"><option>200</option><option selected>1000</option><option>5000</option><option>20000</option></select></label>
<button type="button" id="pause" aria-pressed="false">Pause</button></p>
<figure id="score-chart" role="img" aria-label="Score and threshold over time; alarms are shaded"></figure>
<p class="controls"><label for="what-if">What if the threshold were</label>
<input type="range" id="what-if" min="0" max="1000" value="500"> <output id="what-if-value" for="what-if"></output></p>
<p id="consequences" class="soft"></p>`;

const HEAT_PART = `<figure id="heat-map" role="img" aria-label="Parts of the score by sensor and time"></figure>
<p class="soft">A cell is a sensor's part of the score, relative to the threshold: pale where it is quiet, blue towards the threshold, red above it. Each row names its three strongest sensors.</p>`;

const ROWS_PART = `<div class="wide"><table id="rows"><caption class="hidden">The last rows, newest first</caption>
<thead><tr><th scope="col">Time</th><th scope="col" class="number">Score</th><th scope="col" class="number">Threshold</th><th scope="col">Alarm</th><th scope="col">Sensors</th></tr></thead><tbody></tbody></table></div>`;
