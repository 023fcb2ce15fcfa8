/** Findings in a table that deserve attention before training, in a sentence each. */
import { formatCount, formatDuration, formatTimestamp } from '@anodec/core';
import type { ChannelReport } from '../inspect/channel.js';
import type { Gap, TimeLine } from '../inspect/time-line.js';
import { formatShare } from './format-number.js';
import type { CorrelationMatrix, Gravity, TableProfile, Warning } from './types.js';

/** Absolute correlation from which two channels are redundant. */
const ALIKE = 0.99;
const GRAVITIES: readonly Gravity[] = ['wrong', 'doubtful', 'note'];

/** Findings that deserve attention, the most severe first. */
export function findWarnings(profile: Omit<TableProfile, 'warnings'>): Warning[] {
  const found = [
    ...timeWarnings(profile.time),
    ...rowWarnings(profile),
    ...channelWarnings(profile),
    ...likeChannels(profile.correlations),
    ...textWarnings(profile),
  ];
  return found.sort((a, b) => GRAVITIES.indexOf(a.gravity) - GRAVITIES.indexOf(b.gravity));
}

function timeWarnings({ clock, stepsBack, duplicates, gaps, repeated }: TimeLine): Warning[] {
  const at = (time: number) => formatTimestamp(time, clock);
  const span = ({ from, to }: Gap) => `from ${at(from)} to ${at(to)}`;
  const found: Warning[] = [];
  if (stepsBack.length > 0) {
    const sentence = `Time steps back ${times(stepsBack.length)}, first ${span(stepsBack[0])}.`;
    found.push({ gravity: 'wrong', kind: 'unsorted', sentence, channels: [] });
  }
  if (duplicates > 0) {
    const rows = several(duplicates, 'row has a time', 'rows have a time');
    const sentence = `${rows} that another row before has, first ${at(repeated[0])}.`;
    found.push({ gravity: 'wrong', kind: 'repeated times', sentence, channels: [] });
  }
  if (gaps.length > 0) {
    const [longest] = [...gaps].sort((a, b) => b.to - b.from - (a.to - a.from));
    const sentence = `${several(gaps.length, 'gap', 'gaps')}, the longest ${span(longest)}.`;
    found.push({ gravity: 'note', kind: 'gaps', sentence, channels: [] });
  }
  return found;
}

function rowWarnings({ rows, repeats }: Pick<TableProfile, 'rows' | 'repeats'>): Warning[] {
  const { duplicates, likeTheRowAbove } = repeats;
  const found: Warning[] = [];
  if (duplicates > 0) {
    const sentence = `${several(duplicates, 'row repeats', 'rows repeat')} an earlier one in every column.`;
    found.push({ gravity: 'doubtful', kind: 'duplicate rows', sentence, channels: [] });
  }
  if (likeTheRowAbove > 0.01 * rows) {
    const sentence =
      `${formatShare(likeTheRowAbove / rows)} of the rows have the readings of the row above in every ` +
      'channel: the recorder stopped, or wrote more often than it read.';
    found.push({ gravity: 'doubtful', kind: 'repeated readings', sentence, channels: [] });
  }
  return found;
}

/** A kind of finding: which channels have it, and a sentence about them. */
interface ChannelCheck {
  readonly gravity: Gravity;
  readonly kind: string;
  readonly has: (channel: ChannelReport) => boolean;
  readonly say: (
    found: readonly ChannelReport[],
    profile: Pick<TableProfile, 'rows' | 'time'>,
  ) => string;
}

/** To add a finding: one entry. */
const CHANNEL_CHECKS: readonly ChannelCheck[] = [
  {
    gravity: 'wrong',
    kind: 'empty',
    has: ({ kind }) => kind === 'empty',
    say: () => 'Channels without a reading.',
  },
  {
    gravity: 'wrong',
    kind: 'infinite',
    has: ({ infinite }) => infinite > 0,
    say: () => 'Channels with infinite readings.',
  },
  {
    gravity: 'doubtful',
    kind: 'missing',
    has: ({ kind, missing }) => missing > 0 && kind !== 'empty',
    say: (found, { rows }) => {
      const [{ name, missing }] = [...found].sort((a, b) => b.missing - a.missing);
      return `Channels with missing readings, at most ${formatShare(missing / rows)}, in ${name}.`;
    },
  },
  {
    gravity: 'doubtful',
    kind: 'stuck',
    has: ({ stuck }) => stuck !== undefined,
    say: (found, { time }) => {
      const runs = found.map(({ name, stuck }) => ({ name, rows: stuck?.rows ?? 0 }));
      const [{ name, rows }] = runs.sort((a, b) => b.rows - a.rows);
      const length = time.clock === 'rows' ? `${rows} rows` : formatDuration(rows * time.period);
      return `Quantities that stood still far longer than they usually do, the longest ${name}, for ${length}.`;
    },
  },
  {
    gravity: 'doubtful',
    kind: 'saturated',
    has: ({ saturated }) => saturated !== undefined,
    say: () => 'Quantities that rest at an end of their range other than 0.',
  },
  {
    gravity: 'note',
    kind: 'constant',
    has: ({ kind }) => kind === 'constant',
    say: () => 'Channels that never move.',
  },
  {
    gravity: 'note',
    kind: 'nearly constant',
    has: ({ nearlyConstant }) => nearlyConstant,
    say: () => 'Channels with one value in nearly all readings.',
  },
];

/** One sentence for each kind of finding, with all channels it is about. */
function channelWarnings(profile: Pick<TableProfile, 'channels' | 'rows' | 'time'>): Warning[] {
  return CHANNEL_CHECKS.flatMap(({ gravity, kind, has, say }): Warning[] => {
    const found = profile.channels.filter(has);
    if (found.length === 0) return [];
    const channels = found.map(({ name }) => name);
    return [{ gravity, kind, sentence: say(found, profile), channels }];
  });
}

function likeChannels({ names, values }: CorrelationMatrix): Warning[] {
  const K = names.length;
  const pairs = names.flatMap((a, i) =>
    names.slice(0, i).flatMap((b, j) => {
      const r = values[i * K + j];
      return Math.abs(r) >= ALIKE ? [{ a: b, b: a, r }] : [];
    }),
  );
  if (pairs.length === 0) return [];
  const named = pairs.slice(0, 6).map(({ a, b, r }) => `${a} and ${b} (${r.toFixed(3)})`);
  const rest = pairs.length > named.length ? ` and ${pairs.length - named.length} more` : '';
  const sentence = `Pairs of channels that are nearly redundant: ${named.join(', ')}${rest}.`;
  const channels = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  return [{ gravity: 'note', kind: 'alike', sentence, channels }];
}

function textWarnings({ texts }: Pick<TableProfile, 'texts'>): Warning[] {
  if (texts.length === 0) return [];
  const sentence = 'Columns of texts, which cannot be trained on.';
  return [{ gravity: 'note', kind: 'texts', sentence, channels: texts.map(({ name }) => name) }];
}

function several(n: number, one: string, many: string): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}

function times(n: number): string {
  return n === 1 ? 'once' : `${formatCount(n)} times`;
}
