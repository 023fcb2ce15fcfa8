/** What identifies a recording, so that results stay tied to the data that they are about. */
import { type FrameFingerprint, fingerprintFrame } from '@anodec/data';
import { DataError, formatTimestamp, frameLength, type TimeSeriesFrame } from '@anodec/core';
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
  /** What to do, as a sentence. */
  readonly remedy: string;
}

/**
 * Checks that recordings are the ones that a run used; labels may have changed.
 *
 * @throws DataError that names the first recording that differs, and how
 */
export function checkSameRecordings(
  before: readonly RecordedFrame[],
  now: readonly RecordedFrame[],
  { run, did, remedy }: RecordingUse,
): void {
  if (before.length !== now.length) {
    throw new DataError(
      `${run} ${did} ${count(before.length)}, but ${now[0]?.store ?? 'the store'} now holds ` +
        `${count(now.length)}. ${remedy}`,
    );
  }
  for (const [i, old] of before.entries()) {
    if (old.fingerprint.sha256 === now[i].fingerprint.sha256) continue;
    throw new DataError(
      `${run} ${did} ${describe(old)}, but ${now[i].key} of ${now[i].store} now is ${describe(now[i])}` +
        `${difference(old.fingerprint, now[i].fingerprint)}. ${remedy}`,
    );
  }
}

/** Whether the labels of a recording changed since. */
export function labelsChanged(before: RecordedFrame, now: RecordedFrame): boolean {
  return before.fingerprint.labelsSha256 !== now.fingerprint.labelsSha256;
}

/**
 * Rows that two recordings share: the same time and the same readings.
 *
 * @returns how many rows of `second` are in `first`
 */
export function countSharedRows(first: TimeSeriesFrame, second: TimeSeriesFrame): number {
  if (first.clock !== second.clock || first.channels.join('\n') !== second.channels.join('\n')) {
    return 0;
  }
  const C = first.channels.length;
  let shared = 0;
  for (let a = 0, b = 0; a < frameLength(first) && b < frameLength(second); ) {
    const difference = first.timestamps[a] - second.timestamps[b];
    if (difference < 0) a++;
    else if (difference > 0) b++;
    else if (sameReadings(first.values, a++ * C, second.values, b++ * C, C)) shared++;
  }
  return shared;
}

function sameReadings(a: Float32Array, i: number, b: Float32Array, j: number, C: number): boolean {
  for (let c = 0; c < C; c++) if (!Object.is(a[i + c], b[j + c])) return false;
  return true;
}

function describe({ source, fingerprint: { rows, from, to, clock } }: RecordedFrame): string {
  const span =
    from === null || to === null
      ? ''
      : `, ${formatTimestamp(from, clock)} to ${formatTimestamp(to, clock)}`;
  return `${source} (${rows.toLocaleString('en')} rows${span})`;
}

function difference(old: FrameFingerprint, now: FrameFingerprint): string {
  if (old.channels.join('\n') !== now.channels.join('\n')) return ', with other channels';
  const same = old.rows === now.rows && old.from === now.from && old.to === now.to;
  return same ? ', with other readings' : '';
}

function count(recordings: number): string {
  return `${recordings} ${recordings === 1 ? 'recording' : 'recordings'}`;
}
