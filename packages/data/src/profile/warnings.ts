/** What deserves a look before training, in a sentence each. */
import { type Clock, formatDuration, formatTime } from '@anodec/core';
import type { ChannelReport } from '../inspect/channel.js';
import type { TimeLine } from '../inspect/time-line.js';
import { formatCount, formatShare } from './figures.js';
import type { CorrelationMatrix, TableProfile } from './profile.js';

/** How grave a warning is: it stops training, it spoils results, or it is good to know. */
export type Gravity = 'wrong' | 'doubtful' | 'note';

/** One finding. */
export interface Warning {
  readonly gravity: Gravity;
  /** In a word, the same for findings of one kind. */
  readonly kind: string;
  readonly sentence: string;
  /** Channels that it is about. */
  readonly channels: readonly string[];
}

/** From here on two channels say nearly the same. */
const ALIKE = 0.99;
const GRAVITIES: readonly Gravity[] = ['wrong', 'doubtful', 'note'];

/** Finds what deserves a look, the gravest first. */
export function findWarnings(profile: Omit<TableProfile, 'warnings'>): Warning[] {
  const found = [
    ...timeWarnings(profile.time),
    ...rowWarnings(profile),
    ...channelWarnings(profile.channels, profile),
    ...likeChannels(profile.correlations),
    ...textWarnings(profile),
  ];
  return found.sort((a, b) => GRAVITIES.indexOf(a.gravity) - GRAVITIES.indexOf(b.gravity));
}

/** Writes a moment as its clock allows. */
export function formatMoment(clock: Clock, time: number): string {
  if (clock === 'utc') return formatTime(time);
  return clock === 'elapsed' ? formatDuration(time) : `row ${time}`;
}

function timeWarnings({ clock, stepsBack, duplicates, gaps, repeated }: TimeLine): Warning[] {
  const at = (time: number) => formatMoment(clock, time);
  const about = (gravity: Gravity, kind: string, sentence: string): Warning => ({
    gravity,
    kind,
    sentence,
    channels: [],
  });
  const longest = [...gaps].sort((a, b) => b.to - b.from - (a.to - a.from))[0];
  return [
    ...(stepsBack.length > 0
      ? [
          about(
            'wrong',
            'unsorted',
            `Time steps back ${times(stepsBack.length)}, first from ${at(stepsBack[0].from)} to ${at(stepsBack[0].to)}.`,
          ),
        ]
      : []),
    ...(duplicates > 0
      ? [
          about(
            'wrong',
            'repeated times',
            `${several(duplicates, 'row has a time', 'rows have a time')} that another row before has, first ${at(repeated[0])}.`,
          ),
        ]
      : []),
    ...(longest
      ? [
          about(
            'note',
            'gaps',
            `${several(gaps.length, 'gap', 'gaps')}, the longest from ${at(longest.from)} to ${at(longest.to)}.`,
          ),
        ]
      : []),
  ];
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
      'channel: the recorder stood still, or wrote more often than it read.';
    found.push({ gravity: 'doubtful', kind: 'repeated readings', sentence, channels: [] });
  }
  return found;
}

/** One sentence for each kind of finding, with all channels it is about. */
function channelWarnings(
  channels: readonly ChannelReport[],
  { rows, time }: Pick<TableProfile, 'rows' | 'time'>,
): Warning[] {
  const about = (
    gravity: Gravity,
    kind: string,
    has: (channel: ChannelReport) => unknown,
    sentence: (found: readonly ChannelReport[]) => string,
  ): Warning[] => {
    const found = channels.filter(has);
    if (found.length === 0) return [];
    return [{ gravity, kind, sentence: sentence(found), channels: found.map(({ name }) => name) }];
  };
  const worst = (found: readonly ChannelReport[]) =>
    [...found].sort((a, b) => b.missing - a.missing)[0];
  return [
    ...about(
      'wrong',
      'empty',
      ({ kind }) => kind === 'empty',
      () => 'Channels without a reading.',
    ),
    ...about(
      'wrong',
      'infinite',
      ({ infinite }) => infinite > 0,
      () => 'Channels with infinite readings.',
    ),
    ...about(
      'doubtful',
      'missing',
      ({ kind, missing }) => missing > 0 && kind !== 'empty',
      (found) =>
        `Channels with missing readings, at most ${formatShare(worst(found).missing / rows)}, in ${worst(found).name}.`,
    ),
    ...about(
      'doubtful',
      'stuck',
      ({ stuck }) => stuck,
      (found) => {
        const [{ name, stuck }] = [...found].sort(
          (a, b) => (b.stuck?.rows ?? 0) - (a.stuck?.rows ?? 0),
        );
        const length =
          time.clock === 'rows'
            ? `${stuck?.rows} rows`
            : formatDuration((stuck?.rows ?? 0) * time.period);
        return `Quantities that stood still far longer than they usually do, the longest ${name}, for ${length}.`;
      },
    ),
    ...about(
      'doubtful',
      'saturated',
      ({ saturated }) => saturated,
      () => 'Quantities that rest at an end of their range other than 0.',
    ),
    ...about(
      'note',
      'constant',
      ({ kind }) => kind === 'constant',
      () => 'Channels that never move.',
    ),
    ...about(
      'note',
      'nearly constant',
      ({ nearlyConstant }) => nearlyConstant,
      () => 'Channels with one value in nearly all readings.',
    ),
  ];
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
  const sentence = `Pairs of channels that say nearly the same: ${named.join(', ')}${rest}.`;
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
