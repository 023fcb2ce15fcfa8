/** What alarms and attacks are described by in tables. */
import type { AlarmResult } from '@anodec/metrics';
import type { ChannelShare } from '@anodec/eval';
import { formatShare, UNKNOWN } from '../format.js';

/** Channels with their shares, such as "LIT101 62 %, FIT101 12 %". */
export function formatShares(channels: readonly ChannelShare[]): string {
  if (channels.length === 0) return UNKNOWN;
  return channels.map(({ channel, share }) => `${channel} ${formatShare(share)}`).join(', ');
}

/** What an alarm overlaps, in short. */
export function describeMeaning({ meaning, attacks }: AlarmResult): string {
  const names = attacks.join(', ');
  const descriptions = {
    attack: names,
    traceless: `${names} (known to have had no effect)`,
    recovery: `recovery after ${names}`,
    false: 'nothing: false alarm',
    unknown: UNKNOWN,
  };
  return descriptions[meaning];
}

/** A column that names recordings, where there are several. */
export function recordingCells(results: readonly { readonly recording?: string }[]): {
  readonly head: readonly string[];
  readonly cells: (i: number) => readonly string[];
} {
  if (results.every(({ recording }) => recording === undefined)) {
    return { head: [], cells: () => [] };
  }
  return { head: ['Recording'], cells: (i) => [results[i].recording ?? UNKNOWN] };
}
