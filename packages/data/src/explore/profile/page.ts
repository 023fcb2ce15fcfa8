/** The profile of a table as one page that needs nothing else. */
import {
  escapeHtml,
  htmlPage,
  htmlTiles,
  matrixPicture,
  smallCourse,
  smallHistogram,
} from '@anodec/charts';
import { formatDuration } from '@anodec/core';
import type { TextColumn } from '../inspect/columns.js';
import { channelNotes } from './channel-notes.js';
import { formatCount, formatFigure, formatShare } from './figures.js';
import { PROFILE_QUANTILES } from './profile.js';
import type { ChannelProfile, TableProfile, Warning } from './types.js';
import { PROFILE_SCRIPT, PROFILE_STYLE } from './page-look.js';
import { formatMoment } from './warnings.js';

/** What the page says besides the figures. */
export interface ProfilePageOptions {
  /** When it was made, as text. */
  readonly created?: string;
  /** Says when a row was recorded. */
  readonly moment?: (row: number) => string;
}

/** Channels beyond this have no square in the matrix: nobody could read it. */
const MOST_IN_MATRIX = 120;

/** Renders the whole page. */
export function profilePage(profile: TableProfile, options: ProfilePageOptions = {}): string {
  const { source, warnings, channels, texts, correlations } = profile;
  const moment = options.moment ?? ((row: number) => `row ${row}`);
  const body = [
    `<h1>${escapeHtml(source)}</h1>`,
    `<p class="soft">${escapeHtml(spanOf(profile))}${options.created ? ` · profiled ${escapeHtml(options.created)} UTC` : ''}</p>`,
    tiles(profile),
    warnings.length > 0 ? `<h2>Worth a look</h2>${warningList(warnings)}` : '',
    channels.length > 0 ? `<h2>Channels</h2>${channelTable(profile, moment)}` : '',
    texts.length > 0 ? `<h2>Columns of texts</h2>${textTable(texts, profile.rows)}` : '',
    `<h2>Time</h2>${timeTable(profile)}`,
    correlations.names.length > 1 ? matrix(profile) : '',
    channels.length > 0
      ? `<h2>Each channel</h2><div class="cards">${channels.map((channel) => card(channel, profile, moment)).join('\n')}</div>`
      : '',
  ];
  return htmlPage({
    title: `${source}: profile`,
    body: body.filter((part) => part !== '').join('\n'),
    style: PROFILE_STYLE,
    script: PROFILE_SCRIPT,
  });
}

function spanOf({ rows, time }: TableProfile): string {
  const { clock, first, last, period } = time;
  if (rows === 0) return 'no rows';
  if (clock === 'rows') return `${formatCount(rows)} rows without times`;
  const every = rows > 1 ? `, a row every ${formatDuration(period)}` : '';
  return `${formatMoment(clock, first)} to ${formatMoment(clock, last)}${every}`;
}

function tiles({ rows, channels, labels, warnings, time }: TableProfile): string {
  const cells = rows * channels.length;
  const missing = channels.reduce((sum, channel) => sum + channel.missing, 0);
  const states = channels.filter(({ kind }) => kind === 'discrete').length;
  const still = channels.filter(({ kind }) => kind === 'constant' || kind === 'empty').length;
  const shown: [string, string][] = [
    [formatCount(rows), 'rows'],
    [formatCount(channels.length), `channels, ${states} of states, ${still} that never move`],
    [missing === 0 ? 'none' : formatShare(missing / cells), 'of the readings missing'],
    [formatCount(time.gaps.length), `gaps, ${formatCount(time.duplicates)} repeated times`],
    ...(labels
      ? [
          [
            formatShare(labels.rows / rows),
            `labelled as attack, ${formatCount(labels.runs)} runs`,
          ] as [string, string],
        ]
      : []),
    [formatCount(warnings.length), 'things worth a look'],
  ];
  return htmlTiles(shown);
}

function warningList(warnings: readonly Warning[]): string {
  const items = warnings.map(({ gravity, kind, sentence, channels }) => {
    const names = channels.map((name) => `<a href="#${anchor(name)}">${escapeHtml(name)}</a>`);
    const list = names.length > 0 ? `<div class="names">${names.join(' ')}</div>` : '';
    return `<li class="${gravity}"><b>${escapeHtml(kind)}</b> ${escapeHtml(sentence)}${list}</li>`;
  });
  return `<ul class="warnings">${items.join('')}</ul>`;
}

const COLUMNS = [
  'channel',
  'kind',
  'missing',
  'distinct',
  'min',
  'median',
  'max',
  'mean',
  'deviation',
];

function channelTable(profile: TableProfile, moment: (row: number) => string): string {
  const head = COLUMNS.map((name, i) => `<th${i > 1 ? ' class="number"' : ''}>${name}</th>`);
  const rows = profile.channels.map((channel) => {
    const { name, kind, missing, distinct } = channel;
    const [low, middle, high, mean, deviation] = figuresOf(channel);
    const numbers = [
      missing === 0 ? '' : formatShare(missing / profile.rows),
      formatCount(distinct),
      ...(kind === 'date' ? [low, middle, high] : [low, middle, high, mean, deviation]),
    ];
    const padded = [...numbers, ...Array.from({ length: 7 - numbers.length }, () => '')];
    const cells = padded.map((text) => `<td class="number">${escapeHtml(text)}</td>`).join('');
    const notes = channelNotes(channel, profile.time, moment).join('; ');
    return (
      `<tr><th><a href="#${anchor(name)}">${escapeHtml(name)}</a></th><td>${badge(kind)}</td>${cells}` +
      `<td>${histogram(channel, 110, 26)}</td><td>${course(channel, 170, 26)}</td><td class="notes">${escapeHtml(notes)}</td></tr>`
    );
  });
  return (
    '<p class="soft"><input id="filter" type="search" placeholder="Show channels whose line has …"> ' +
    'A click on a heading sorts. The course runs over the rows: a band from the smallest to the largest reading, and the mean.</p>' +
    `<div class="wide"><table id="channels"><thead><tr>${head.join('')}<th class="still">histogram</th><th class="still">course</th><th>notes</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
  );
}

/** Smallest, median, largest, mean and deviation as texts. */
function figuresOf(channel: ChannelProfile): string[] {
  const { kind, smallest, largest, mean, deviation, quantiles } = channel;
  const show = kind === 'date' ? (value = NaN) => formatMoment('utc', value) : formatFigure;
  return [show(smallest), show(quantiles?.[3]), show(largest), show(mean), formatFigure(deviation)];
}

function badge(kind: string): string {
  return `<span class="badge ${kind}">${kind}</span>`;
}

function histogram(channel: ChannelProfile, width: number, height: number): string {
  if (!channel.histogram || channel.kind === 'constant') return '';
  const { counts, discrete } = channel.histogram;
  return smallHistogram({ counts, discrete, width, height });
}

function course({ course: pieces, kind }: ChannelProfile, width: number, height: number): string {
  return pieces && kind !== 'constant' ? smallCourse({ ...pieces, width, height }) : '';
}

function card(
  channel: ChannelProfile,
  { rows, time }: TableProfile,
  moment: (row: number) => string,
): string {
  const { name, kind, histogram: spread, readings } = channel;
  const [low, , high, mean, deviation] = figuresOf(channel);
  const quantiles = (channel.quantiles ?? []).map(
    (value, i) => [`${Number((100 * PROFILE_QUANTILES[i]).toFixed(0))} %`, value] as const,
  );
  const show = kind === 'date' ? (value: number) => formatMoment('utc', value) : formatFigure;
  const facts: (readonly [string, string])[] = [
    ['readings', `${formatCount(readings)} (${formatShare(readings / rows)})`],
    ['different values', formatCount(channel.distinct)],
    ['smallest', low],
    ...quantiles.map(([q, value]) => [`${q} quantile`, show(value)] as const),
    ['largest', high],
    ['mean', mean],
    ...(kind === 'date' ? [] : [['deviation', deviation] as const]),
    ['most frequent', `${show(channel.usual.value)} (${formatShare(channel.usual.share)})`],
  ];
  const list = facts.map(([what, value]) => `<dt>${what}</dt><dd>${escapeHtml(value)}</dd>`);
  const notes = channelNotes(channel, time, moment).map((note) => `<li>${escapeHtml(note)}</li>`);
  const pictures =
    spread && kind !== 'constant'
      ? `<figure>${histogram(channel, 370, 96)}${scale(channel)}</figure><figure>${course(channel, 370, 64)}<div class="scale"><span>first row</span><span>last row</span></div></figure>`
      : '';
  return (
    `<section class="card" id="${anchor(name)}"><h3>${escapeHtml(name)} ${badge(kind)}</h3>` +
    `${notes.length > 0 ? `<ul class="notes">${notes.join('')}</ul>` : ''}${pictures}` +
    `${readings > 0 ? `<details><summary>Figures</summary><dl>${list.join('')}</dl></details>` : '<p class="soft">No reading.</p>'}</section>`
  );
}

/** What stands under a histogram: its ends, or its states with their shares. */
function scale({ histogram: spread, kind }: ChannelProfile): string {
  if (!spread) return '';
  const { places, counts, discrete, below, above } = spread;
  if (discrete) {
    const total = counts.reduce((sum, n) => sum + n, 0);
    const states = places.map(
      (state, i) => `<span>${formatFigure(state)}<br>${formatShare(counts[i] / total)}</span>`,
    );
    return `<div class="scale states">${states.join('')}</div>`;
  }
  const show = kind === 'date' ? (value: number) => formatMoment('utc', value) : formatFigure;
  const outside = [
    ...(below > 0 ? [`${formatCount(below)} readings lie below`] : []),
    ...(above > 0 ? [`${formatCount(above)} above`] : []),
  ].join(', ');
  return (
    `<div class="scale"><span>${escapeHtml(show(places[0]))}</span><span>${escapeHtml(show(places[places.length - 1]))}</span></div>` +
    (outside ? `<p class="outside">${outside}.</p>` : '')
  );
}

function timeTable({ time, rows }: TableProfile): string {
  const { clock, intervals, differentIntervals, gaps, stepsBack, duplicates } = time;
  if (clock === 'rows') return '<p class="soft">The table has no times; its rows are numbered.</p>';
  const more =
    differentIntervals > intervals.length
      ? `, and ${differentIntervals - intervals.length} more`
      : '';
  const named = intervals.map(
    ({ length, count: n }) => `${signedDuration(length)} (${formatCount(n)} times)`,
  );
  const list = (steps: typeof gaps) =>
    steps
      .slice(0, 8)
      .map(
        ({ from, to }) =>
          `${formatMoment(clock, from)} to ${formatMoment(clock, to)} (${signedDuration(to - from)})`,
      )
      .join('<br>') + (steps.length > 8 ? `<br>and ${formatCount(steps.length - 8)} more` : '');
  const facts: [string, string][] = [
    ['Rows', formatCount(rows)],
    ['From', formatMoment(clock, time.first)],
    ['To', formatMoment(clock, time.last)],
    ['Steps between rows', `${named.join(', ')}${more}`],
    ['Sorted', stepsBack.length === 0 ? 'yes' : `no:<br>${list(stepsBack)}`],
    ['Repeated times', duplicates === 0 ? 'none' : formatCount(duplicates)],
    ['Gaps', gaps.length === 0 ? 'none' : list(gaps)],
  ];
  const lines = facts.map(([what, value]) => `<tr><th>${what}</th><td>${value}</td></tr>`);
  return `<div class="wide"><table class="facts"><tbody>${lines.join('')}</tbody></table></div>`;
}

function signedDuration(milliseconds: number): string {
  if (milliseconds < 0) return `−${formatDuration(-milliseconds)}`;
  return formatDuration(milliseconds);
}

function textTable(texts: readonly TextColumn[], rows: number): string {
  const lines = texts.map(({ name, missing, distinct, more, frequent }) => {
    const named = frequent
      .slice(0, 5)
      .map(([text, n]) => `“${escapeHtml(text.slice(0, 80))}” (${formatCount(n)})`);
    return `<tr><th>${escapeHtml(name)}</th><td class="number">${formatCount(rows - missing)}</td><td class="number">${more ? `${formatCount(distinct)} and more` : formatCount(distinct)}</td><td>${named.join(', ')}</td></tr>`;
  });
  return `<div class="wide"><table><thead><tr><th>column</th><th class="number">not empty</th><th class="number">distinct</th><th>most frequent</th></tr></thead><tbody>${lines.join('')}</tbody></table></div>`;
}

function matrix({ correlations }: TableProfile): string {
  const { names, values } = correlations;
  const K = Math.min(names.length, MOST_IN_MATRIX);
  const shown =
    K === names.length
      ? values
      : Float64Array.from(
          { length: K * K },
          (_, i) => values[Math.floor(i / K) * names.length + (i % K)],
        );
  const rest = names.length > K ? ` The first ${K} of ${names.length} channels.` : '';
  return `<h2>Correlations</h2><p class="soft">Pearson’s, over the rows in which both channels have a reading; channels that never move are left out.${rest} Blue is positive, orange negative; the pair shows under the mouse.</p><div class="wide matrix-box">${matrixPicture(names.slice(0, K), shown)}</div>`;
}

/** A name that can stand in an address. */
function anchor(name: string): string {
  return `channel-${encodeURIComponent(name)}`;
}
