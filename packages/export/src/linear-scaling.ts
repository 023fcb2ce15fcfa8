/** Preprocessing as plain numbers, where it maps each channel by itself. */
import type { Preprocessing } from '@anodec/preprocess';

/** Scaled = (reading − shift − offset) / scale, cut to ±clip; one number for each channel. */
export interface LinearScaling {
  readonly shifts: readonly number[];
  readonly offsets: readonly number[];
  readonly scales: readonly number[];
  readonly clip: number | null;
}

/** The scaling, or a phrase that says what is not linear. */
export function linearScaling({
  channels,
  offsets: shifts,
  oneHot,
  scaler,
}: Preprocessing): LinearScaling | string {
  if (oneHot) return 'channels of states become several columns (discrete one-hot)';
  const offsets: number[] = [];
  const scales: number[] = [];
  for (const map of scaler.maps) {
    const { offset, scale } = map;
    if (typeof offset !== 'number' || typeof scale !== 'number') {
      return `the scaler ${scaler.kind} has a table for each channel`;
    }
    offsets.push(offset);
    scales.push(scale);
  }
  return { shifts: shifts ?? channels.map(() => 0), offsets, scales, clip: scaler.clip ?? null };
}
