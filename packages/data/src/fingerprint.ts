/**
 * Fingerprints of recordings: a hash of readings, whatever their offsets, and times, with facts for
 * messages. Labels have a hash of their own, so that a recording with corrected labels is still the
 * same.
 */
import { createHash } from 'node:crypto';
import { addOffset, type Clock, type TimeSeriesFrame } from '@anodec/core';

/** Identifies a recording; plain, so that it can be kept as JSON. */
export interface FrameFingerprint {
  /** SHA-256 over readings and times, in hexadecimal digits. */
  readonly sha256: string;
  readonly channels: readonly string[];
  readonly rows: number;
  /** First and last time, in the unit of `clock`; null without rows. */
  readonly from: number | null;
  readonly to: number | null;
  /** Usual distance of two rows in milliseconds, 1 where rows are numbered; null below two rows. */
  readonly periodMs: number | null;
  readonly clock: Clock;
  /** SHA-256 over the labels; absent where there are none. */
  readonly labelsSha256?: string;
}

/** Takes the rows of a recording a piece at a time. */
export interface FingerprintStream {
  /** Adds rows: `values` (R, C), `timestamps` (R) and, where all pieces have them, `labels` (R). */
  push(rows: Pick<TimeSeriesFrame, 'values' | 'timestamps' | 'labels'>): void;
  finish(): FrameFingerprint;
}

/** Elements that are made canonical at a time. */
const BLOCK = 1 << 14;

/** Begins the fingerprint of a recording; the pieces that it comes in do not matter. */
export function startFingerprint({
  channels,
  clock,
  offsets,
}: Pick<TimeSeriesFrame, 'channels' | 'clock' | 'offsets'>): FingerprintStream {
  const [values, times, labels] = ['values', 'times', 'labels'].map(() => createHash('sha256'));
  const steps = createStepCounts();
  let [rows, labelled, from, to] = [0, 0, NaN, NaN];
  return {
    push(piece) {
      const { timestamps } = piece;
      if (offsets) hashReadings(values, piece.values, offsets);
      else hashFloats(values, piece.values);
      times.update(bytesOf(timestamps));
      for (const time of timestamps) {
        if (rows === 0) from = time;
        else steps.add(time - to);
        to = time;
        rows++;
      }
      if (!piece.labels) return;
      labels.update(piece.labels);
      labelled += piece.labels.length;
    },
    finish: () => ({
      sha256: createHash('sha256').update(values.digest()).update(times.digest()).digest('hex'),
      channels: [...channels],
      rows,
      from: rows > 0 ? from : null,
      to: rows > 0 ? to : null,
      periodMs: rows < 2 ? null : clock === 'rows' ? 1 : steps.median(),
      clock,
      ...(labelled === rows && rows > 0 && { labelsSha256: labels.digest('hex') }),
    }),
  };
}

/** The fingerprint of a whole recording. */
export function fingerprintFrame(frame: TimeSeriesFrame): FrameFingerprint {
  const stream = startFingerprint(frame);
  stream.push(frame);
  return stream.finish();
}

/** Hashes readings as float64, whatever the offsets are that they are kept less. */
function hashReadings(
  hash: ReturnType<typeof createHash>,
  values: Float32Array,
  offsets: Float64Array,
): void {
  const C = offsets.length;
  const block = new Float64Array(Math.min(BLOCK, values.length));
  for (let start = 0; start < values.length; start += BLOCK) {
    const part = values.subarray(start, start + BLOCK);
    for (let i = 0; i < part.length; i++) {
      const reading = addOffset(part[i], offsets[(start + i) % C]);
      block[i] = Number.isNaN(reading) ? NaN : reading;
    }
    hash.update(bytesOf(block.subarray(0, part.length)));
  }
}

/** Hashes float32 values with every missing reading as the same bits. */
function hashFloats(hash: ReturnType<typeof createHash>, values: Float32Array): void {
  const block = new Float32Array(Math.min(BLOCK, values.length));
  for (let start = 0; start < values.length; start += BLOCK) {
    const part = values.subarray(start, start + BLOCK);
    for (let i = 0; i < part.length; i++) block[i] = Number.isNaN(part[i]) ? NaN : part[i];
    hash.update(bytesOf(block.subarray(0, part.length)));
  }
}

function bytesOf(array: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Different steps with their counts: few in a recording, however long it is. */
function createStepCounts() {
  const counts = new Map<number, number>();
  let total = 0;
  return {
    add(step: number): void {
      counts.set(step, (counts.get(step) ?? 0) + 1);
      total++;
    },
    /** The mean of the two middle steps where their number is even. */
    median(): number {
      const sorted = [...counts].sort(([a], [b]) => a - b);
      const at = (rank: number): number => {
        let before = 0;
        return sorted.find(([, count]) => (before += count) > rank)?.[0] ?? NaN;
      };
      return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2;
    },
  };
}
