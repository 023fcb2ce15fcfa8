/** What identifies a recording, so that results stay tied to the data that they are about. */
import { DataError, countOf, formatTimestamp, type TimeSeriesFrame } from '@anodec/core';
import { fingerprintFrame, type FrameFingerprint } from '@anodec/data';
import { z } from 'zod';

/** A recording by its place and its content. */
export const RecordedFrame = z.strictObject({
  /** Store and key that it was read from. */
  store: z.string(),
  key: z.string(),
  /** File that it came from. */
  source: z.string(),
  fingerprint: z.strictObject({
    sha256: z.string(),
    channels: z.array(z.string()),
    rows: z.int(),
    from: z.number().nullable(),
    to: z.number().nullable(),
    periodMs: z.number().nullable(),
    clock: z.enum(['utc', 'elapsed', 'rows']),
    labelsSha256: z.string().optional(),
  }),
});

export type RecordedFrame = z.output<typeof RecordedFrame>;

/** Identifies a recording of a store. */
export function recordFrame(
  place: Pick<RecordedFrame, 'store' | 'key' | 'source'>,
  frame: TimeSeriesFrame,
): RecordedFrame {
  const { channels, ...fingerprint } = fingerprintFrame(frame);
  return { ...place, fingerprint: { ...fingerprint, channels: [...channels] } };
}

/** What a check of recordings is about, for its message. */
export interface RecordingUse {
  /** Such as "lightning_logs/version_0". */
  readonly run: string;
  /** Such as "was trained on" or "scored". */
  readonly did: string;
  /** Whether labels must be the same, too, because rows are learned from by their labels. */
  readonly labels?: boolean;
}

/**
 * Checks that recordings are the ones that a run used; labels may have changed unless `labels` is set.
 *
 * @param use.remedy what to do, as a sentence
 * @throws DataError that names the first recording that differs, and how
 */
export function checkSameRecordings(
  before: readonly RecordedFrame[],
  now: readonly RecordedFrame[],
  { remedy, ...use }: RecordingUse & { readonly remedy: string },
): void {
  const change = describeChange(before, now, use);
  if (change !== undefined) throw new DataError(`${change} ${remedy}`);
}

/** The first recording that is not the one that a run used, as a sentence; undefined where all are. */
export function describeChange(
  before: readonly RecordedFrame[],
  now: readonly RecordedFrame[],
  { run, did, labels = false }: RecordingUse,
): string | undefined {
  if (before.length !== now.length) {
    const store = now[0]?.store ?? 'the store';
    return `${run} ${did} ${countOf(before.length, 'recording')}, but ${store} now holds ${countOf(now.length, 'recording')}.`;
  }
  for (const [i, old] of before.entries()) {
    const same = isSame(old.fingerprint, now[i].fingerprint);
    if (same && !(labels && labelsChanged(old, now[i]))) continue;
    return (
      `${run} ${did} ${describe(old)}, but ${now[i].key} of ${now[i].store} now is ${describe(now[i])}` +
      `${difference(old.fingerprint, now[i].fingerprint)}.`
    );
  }
  return undefined;
}

/** Whether the labels of a recording changed since. */
export function labelsChanged(before: RecordedFrame, now: RecordedFrame): boolean {
  return before.fingerprint.labelsSha256 !== now.fingerprint.labelsSha256;
}

function isSame(old: FrameFingerprint, now: FrameFingerprint): boolean {
  const channels = old.channels.join('\n') === now.channels.join('\n');
  return channels && old.sha256 === now.sha256 && old.clock === now.clock;
}

function describe({ source, fingerprint: { rows, from, to, clock } }: RecordedFrame): string {
  const span =
    from === null || to === null
      ? ''
      : `, ${formatTimestamp(from, clock)} to ${formatTimestamp(to, clock)}`;
  return `${source} (${countOf(rows, 'row')}${span})`;
}

function difference(old: FrameFingerprint, now: FrameFingerprint): string {
  if (old.channels.join('\n') !== now.channels.join('\n')) return ', with other channels';
  if (old.sha256 === now.sha256) return ', with other labels';
  const same = old.rows === now.rows && old.from === now.from && old.to === now.to;
  return same ? ', with other readings' : '';
}
