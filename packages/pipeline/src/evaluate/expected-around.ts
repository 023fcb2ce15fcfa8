/** What a detector expected of a recording, where a chart shows it. */
import { frameLength, type Segment, sliceFrame } from '@anodec/core';
import type { PreparedFrame } from '@anodec/preprocess';
import { inputOf } from '../detectors/score-frame.js';
import type { ArtifactDetector } from '../runs/artifact.js';

/** Rows reconstructed around an alarm, at least; as many as the alarm has, if these are more. */
const MARGIN = 240;
/** Rows of a recording that is reconstructed as a whole; longer ones only around alarms and attacks. */
const WHOLE = 50_000;

/**
 * What the detector expected, (T, C) scaled: everywhere in a short recording, around the given rows in a
 * long one and NaN elsewhere; undefined for detectors that expect nothing, or read sensor units.
 */
export async function expectedAround(
  { detector, input }: ArtifactDetector,
  prepared: PreparedFrame,
  places: readonly Segment[],
): Promise<Float32Array | undefined> {
  if (!detector.reconstruct || input === 'raw') return undefined;
  const inputs = inputOf(prepared, input);
  if (frameLength(inputs) <= WHOLE) return detector.reconstruct(inputs);
  const C = inputs.channels.length;
  const expected = new Float32Array(inputs.values.length).fill(NaN);
  for (const rows of places) {
    const margin = Math.max(MARGIN, rows.end - rows.start) + detector.lookback;
    const around = widen(rows, margin, frameLength(inputs));
    const part = await detector.reconstruct(sliceFrame(inputs, around));
    const known = Math.min(detector.lookback, rows.start - around.start);
    expected.set(part.subarray(known * C), (around.start + known) * C);
  }
  return expected;
}

function widen({ start, end }: Segment, rows: number, T: number): Segment {
  return { start: Math.max(0, start - rows), end: Math.min(T, end + rows) };
}
