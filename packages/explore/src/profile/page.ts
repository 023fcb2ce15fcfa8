/** The profile of a table as one self-contained HTML page. */
import {
  type Card,
  type Cell,
  escapeHtml,
  htmlBadge,
  htmlCards,
  htmlDetails,
  htmlFacts,
  htmlNote,
  htmlNotices,
  htmlPage,
  htmlSection,
  htmlTable,
  htmlTiles,
  matrixChart,
  smallHistogram,
  sparkline,
  TABLE_SCRIPT,
  type Tone,
} from '@anodec/charts';
import { formatCount, countOf, formatDuration, formatTimestamp } from '@anodec/core';
import type { TextColumn } from '../inspect/columns.js';
import { channelNotes } from './channel-notes.js';
import { formatNumber, formatShare } from './format-number.js';
import { PROFILE_QUANTILES } from './profile.js';
import type { ChannelProfile, TableProfile, Warning } from './types.js';
import { PROFILE_STYLE } from './page-style.js';

/** What the page shows besides the profile. */
export interface ProfilePageOptions {
  /** When the profile was made, as text. */
  readonly created?: string;
  /** The time of a row as text; default its number. */
  readonly timeOfRow?: (row: number) => string;
}

/** Channels in the matrix; a larger one would be unreadable. */
const MOST_IN_MATRIX = 120;

/** Renders the whole page. */
export function profilePage(profile: TableProfile, options: ProfilePageOptions = {}): string {
  const { source, warnings, channels, texts, correlations } = profile;
  const timeOfRow = options.timeOfRow ?? ((row: number) => `row ${row}`);
  const made = options.created ? ` · profiled ${options.created} UTC` : '';
  const body = [
    tiles(profile),
    htmlSection('Worth checking', warnings.length > 0 ? warningList(warnings) : ''),
    htmlSection('Channels', channels.length > 0 ? channelTable(profile, timeOfRow) : ''),
    htmlSection('Columns of texts', texts.length > 0 ? textTable(texts, profile.rows) : ''),
    htmlSection('Time', timeTable(profile)),
    correlations.names.length > 1 ? matrix(profile) : '',
    htmlSection(
      'Each channel',
      channels.length > 0
        ? htmlCards(channels.map((channel) => card(channel, profile, timeOfRow)))
        : '',
    ),
  ];
  return htmlPage({
    title: `${source}: profile`,
    heading: source,
    subtitle: `${spanOf(profile)}${made}`,
    body: body.filter((part) => part !== '').join('\n'),
    style: PROFILE_STYLE,
    script: TABLE_SCRIPT,
  });
}

function spanOf({ rows, time }: TableProfile): string {
  const { clock, first, last, period } = time;
  if (rows === 0) return 'no rows';
  if (clock === 'rows') return `${countOf(rows, 'row')} without times`;
  const every = rows > 1 ? `, a row every ${formatDuration(period)}` : '';
  return `${formatTimestamp(first, clock)} to ${formatTimestamp(last, clock)}${every}`;
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
            `labelled as attack, ${countOf(labels.runs, 'run')}`,
          ] as [string, string],
        ]
      : []),
    [formatCount(warnings.length), 'things worth checking'],
  ];
  return htmlTiles(shown);
}

function warningList(warnings: readonly Warning[]): string {
  return htmlNotices(
    warnings.map(({ gravity, kind, sentence, channels }) => {
      const names = channels.map((name) => link(name));
      return {
        tone: TONE_OF_GRAVITY[gravity],
        title: kind,
        text: sentence,
        html: names.length > 0 ? `<div class="names">${names.join(' ')}</div>` : '',
      };
    }),
  );
}

const TONE_OF_GRAVITY: Readonly<Record<Warning['gravity'], Tone>> = {
  wrong: 'bad',
  doubtful: 'doubtful',
  note: 'soft',
};

const NUMBERS = ['missing', 'distinct', 'min', 'median', 'max', 'mean', 'deviation'];

function channelTable(profile: TableProfile, timeOfRow: (row: number) => string): string {
  const rows = profile.channels.map((channel): Cell[] => {
    const { name, kind, missing, distinct } = channel;
    const [low, middle, high, mean, deviation] = statisticsOf(channel);
    const numbers = [
      missing === 0 ? '' : formatShare(missing / profile.rows),
      formatCount(distinct),
      ...(kind === 'date' ? [low, middle, high] : [low, middle, high, mean, deviation]),
    ];
    const padded = [...numbers, ...Array.from({ length: 7 - numbers.length }, () => '')];
    return [
      { html: link(name) },
      { html: badge(kind) },
      ...padded,
      { html: histogram(channel, 110, 26) },
      { html: trendLine(channel, 170, 26) },
      channelNotes(channel, profile.time, timeOfRow).join('; '),
    ];
  });
  return (
    htmlNote(
      'A click on a heading sorts. The trend runs over the rows: a band from the smallest to the largest reading, and the mean.',
    ) +
    htmlTable({
      columns: [
        'channel',
        'kind',
        ...NUMBERS.map((title) => ({ title, numeric: true })),
        { title: 'histogram', still: true },
        { title: 'trend', still: true },
        { title: 'notes', remarks: true },
      ],
      rows,
      sortable: true,
      filter: 'Show channels whose line has …',
    })
  );
}

function link(name: string): string {
  return `<a href="#${anchor(name)}">${escapeHtml(name)}</a>`;
}

/** Smallest, median, largest, mean and deviation as texts. */
function statisticsOf(channel: ChannelProfile): string[] {
  const { kind, smallest, largest, mean, deviation, quantiles } = channel;
  const show = kind === 'date' ? (value = NaN) => formatTimestamp(value, 'utc') : formatNumber;
  return [show(smallest), show(quantiles?.[3]), show(largest), show(mean), formatNumber(deviation)];
}

const TONE_OF_KIND: Readonly<Record<string, Tone>> = {
  continuous: 'accent',
  discrete: 'good',
  empty: 'bad',
  constant: 'bad',
};

function badge(kind: string): string {
  return htmlBadge(kind, TONE_OF_KIND[kind]);
}

function histogram(channel: ChannelProfile, width: number, height: number): string {
  if (!channel.histogram || channel.kind === 'constant') return '';
  const { counts, discrete } = channel.histogram;
  return smallHistogram({ counts, discrete, width, height });
}

function trendLine({ trend: pieces, kind }: ChannelProfile, width: number, height: number): string {
  return pieces && kind !== 'constant' ? sparkline({ ...pieces, width, height }) : '';
}

function card(
  channel: ChannelProfile,
  { rows, time }: TableProfile,
  timeOfRow: (row: number) => string,
): Card {
  const { name, kind, histogram: spread, readings } = channel;
  const [low, , high, mean, deviation] = statisticsOf(channel);
  const quantiles = (channel.quantiles ?? []).map(
    (value, i) => [`${Number((100 * PROFILE_QUANTILES[i]).toFixed(0))} %`, value] as const,
  );
  const show = kind === 'date' ? (value: number) => formatTimestamp(value, 'utc') : formatNumber;
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
  const notes = channelNotes(channel, time, timeOfRow).map(
    (note) => `<li>${escapeHtml(note)}</li>`,
  );
  const charts =
    spread && kind !== 'constant'
      ? `<figure>${histogram(channel, 370, 96)}${scale(channel)}</figure><figure>${trendLine(channel, 370, 64)}<div class="scale"><span>first row</span><span>last row</span></div></figure>`
      : '';
  return {
    id: anchor(name),
    title: name,
    badge: badge(kind),
    body: [
      notes.length > 0 ? `<ul class="notes">${notes.join('')}</ul>` : '',
      charts,
      readings > 0 ? htmlDetails('Numbers', `<dl>${list.join('')}</dl>`) : htmlNote('No reading.'),
    ].join(''),
  };
}

/** What stands under a histogram: its ends, or its states with their shares. */
function scale({ histogram: spread, kind }: ChannelProfile): string {
  if (!spread) return '';
  const { places, counts, discrete, below, above } = spread;
  if (discrete) {
    const total = counts.reduce((sum, n) => sum + n, 0);
    const states = places.map(
      (state, i) => `<span>${formatNumber(state)}<br>${formatShare(counts[i] / total)}</span>`,
    );
    return `<div class="scale states">${states.join('')}</div>`;
  }
  const show = kind === 'date' ? (value: number) => formatTimestamp(value, 'utc') : formatNumber;
  const outside = [
    ...(below > 0 ? [`${countOf(below, 'reading')} below`] : []),
    ...(above > 0 ? [`${formatCount(above)} above`] : []),
  ].join(', ');
  return (
    `<div class="scale"><span>${escapeHtml(show(places[0]))}</span><span>${escapeHtml(show(places[places.length - 1]))}</span></div>` +
    (outside ? `<p class="outside">${outside}.</p>` : '')
  );
}

function timeTable({ time, rows }: TableProfile): string {
  const { clock, intervals, differentIntervals, gaps, stepsBack, duplicates } = time;
  if (clock === 'rows') return htmlNote('The table has no times; its rows are numbered.');
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
          `${formatTimestamp(from, clock)} to ${formatTimestamp(to, clock)} (${signedDuration(to - from)})`,
      )
      .join('<br>') + (steps.length > 8 ? `<br>and ${formatCount(steps.length - 8)} more` : '');
  const facts: [string, Cell][] = [
    ['Rows', formatCount(rows)],
    ['From', formatTimestamp(time.first, clock)],
    ['To', formatTimestamp(time.last, clock)],
    ['Steps between rows', `${named.join(', ')}${more}`],
    ['Sorted', stepsBack.length === 0 ? 'yes' : { html: `no:<br>${list(stepsBack)}` }],
    ['Repeated times', duplicates === 0 ? 'none' : formatCount(duplicates)],
    ['Gaps', gaps.length === 0 ? 'none' : { html: list(gaps) }],
  ];
  return htmlFacts(facts);
}

function signedDuration(milliseconds: number): string {
  if (milliseconds < 0) return `−${formatDuration(-milliseconds)}`;
  return formatDuration(milliseconds);
}

function textTable(texts: readonly TextColumn[], rows: number): string {
  const lines = texts.map(({ name, missing, distinct, more, frequent }) => [
    name,
    formatCount(rows - missing),
    more ? `${formatCount(distinct)} and more` : formatCount(distinct),
    frequent
      .slice(0, 5)
      .map(([text, n]) => `“${text.slice(0, 80)}” (${formatCount(n)})`)
      .join(', '),
  ]);
  const columns = [
    'column',
    { title: 'not empty', numeric: true },
    { title: 'distinct', numeric: true },
    'most frequent',
  ];
  return htmlTable({ columns, rows: lines });
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
  return htmlSection(
    'Correlations',
    htmlNote(
      `Pearson’s, over the rows in which both channels have a reading; channels that never move are left out.${rest} Blue is positive, orange negative; the pair shows under the mouse.`,
    ),
    `<div class="wide matrix-box">${matrixChart(names.slice(0, K), shown)}</div>`,
  );
}

/** A name that can stand in an address. */
function anchor(name: string): string {
  return `channel-${encodeURIComponent(name)}`;
}
