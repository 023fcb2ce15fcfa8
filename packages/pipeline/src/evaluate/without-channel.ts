/** The primary detector with one channel left out of its scores, to show what that channel does. */
import { selectChannels, type TimeSeriesFrame } from '@anodec/core';
import { applyAlarmPolicy, type Detection, fitAlarmPolicy, type ScoredFrame } from '@anodec/eval';
import type { ChannelDrift, NormalSides, PreparedFrame } from '@anodec/preprocess';
import { readScored } from '../runs/read-scored.js';
import type { TrainedRun } from '../runs/trained-run.js';

/** Share of the rows from which on a channel counts as permanently drifted. */
const PERMANENT = 0.2;

/** Channels that were re-centred in a good part of a recording, those with the largest drift first. */
export function driftedChannels({ drifts, raw }: PreparedFrame): ChannelDrift[] {
  const T = raw.timestamps.length;
  return drifts.filter(({ rows }) => rows >= PERMANENT * T).sort((a, b) => weight(b) - weight(a));
}

function weight({ rows, largest }: ChannelDrift): number {
  return rows * Math.abs(largest);
}

/** Fits the alarm policy again to the same scores less a channel, and applies it to each recording. */
export async function detectWithout(
  trained: TrainedRun,
  channel: string,
  tests: readonly PreparedFrame[],
  normal: NormalSides<TimeSeriesFrame>,
): Promise<Detection[]> {
  const read = async (
    side: 'training' | 'validation' | 'test',
    frames: readonly TimeSeriesFrame[],
  ): Promise<ScoredFrame[]> => {
    const scored = await readScored(trained, side, frames);
    return scored.map((one) => leaveOut(channel, one));
  };
  const [{ alarmPolicy }] = trained.detectors;
  const fitted = fitAlarmPolicy(alarmPolicy.config, {
    training: await read('training', normal.training),
    validation: await read('validation', normal.validation),
  });
  const scored = await read(
    'test',
    tests.map(({ raw }) => raw),
  );
  return scored.map((frame) => applyAlarmPolicy(fitted, frame));
}

function leaveOut(channel: string, { frame, scores }: ScoredFrame): ScoredFrame {
  const kept = frame.channels.filter((name) => name !== channel);
  const { rows, channels = new Float32Array(frame.values.length) } = scores;
  const errors = selectChannels({ ...frame, values: channels }, kept);
  return { frame: selectChannels(frame, kept), scores: { rows, channels: errors.values } };
}
