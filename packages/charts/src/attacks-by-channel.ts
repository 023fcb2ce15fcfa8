/** Attacks over time, each in the rows of the channels that it was aimed at. */
import type { Clock } from '@anodec/core';
import { COLOURS } from './colours.js';
import { extent, type TimeSpan } from './series.js';
import { chart, type ChartSpec, WIDTH } from './theme.js';
import { timeAxis } from './time-axis.js';

/** The row of attacks without a channel. */
const NO_CHANNEL = 'no channel named';

/** An attack and what it was aimed at. */
export interface AimedAttack extends TimeSpan {
  readonly name: string;
  /** Channels; none: the attack appears in a row of its own. */
  readonly channels: readonly string[];
}

/** Data of the chart. */
export interface AttacksByChannelParts {
  readonly clock: Clock;
  /** Ends of the time axis, in the unit of the clock. */
  readonly start: number;
  readonly end: number;
  readonly attacks: readonly AimedAttack[];
  readonly title: string;
}

/** Draws a bar for each attack and channel, at least two pixels wide, with the number of the attack beside it. */
export function attacksByChannel(parts: AttacksByChannelParts): ChartSpec {
  const { clock, start, end, attacks, title } = parts;
  const axis = timeAxis(clock, start, end);
  const [first, last] = axis.domain;
  const least = (2 * (last - first)) / WIDTH;
  const values = attacks.flatMap(({ name, channels, ...span }) => {
    const from = axis.position(span.start);
    const to = Math.max(axis.position(span.end), from + least);
    if (from > last || to < first) return [];
    const place = { from: Math.max(first, from), to: Math.min(last, to) };
    const number = name.replace(/^Attack #?/, '');
    const rows = channels.length > 0 ? channels : [NO_CHANNEL];
    return rows.map((channel) => ({ channel, name, number, ...place }));
  });
  const named = [...new Set(values.map(({ channel }) => channel))].filter((c) => c !== NO_CHANNEL);
  const others = values.some(({ channel }) => channel === NO_CHANNEL) ? [NO_CHANNEL] : [];
  const sort = [...named.sort((a, b) => a.localeCompare(b, 'en')), ...others];
  const y = {
    field: 'channel',
    type: 'nominal',
    title: null,
    sort,
    axis: { grid: true, minExtent: 60, labelLimit: 200 },
  };
  const x = { field: 'from', ...axis.encoding };
  return chart({
    title,
    width: WIDTH - 60,
    height: 20 * Math.max(1, sort.length),
    layer: [
      extent(axis),
      {
        data: { values },
        mark: { type: 'bar', height: 12, color: COLOURS.vermilion, clip: true },
        encoding: { x, x2: { field: 'to' }, y, tooltip: { field: 'name' } },
      },
      {
        data: { values },
        mark: { type: 'text', align: 'right', dx: -3, fontSize: 10, color: COLOURS.ink },
        encoding: { x, y, text: { field: 'number' } },
      },
    ],
  });
}
