/** The primary detector with one channel left out of its scores, to show what that channel does. */
import { type Scores, selectChannels, type TimeSeriesFrame } from '@anodec/core';
import { applyAlarmPolicy, type Detection, fitAlarmPolicy, type ScoredFrame } from '@anodec/eval';
import type { ChannelDrift, NormalSides, PreparedFrame } from '@anodec/preprocess';
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
  { run, detectors: [{ name, alarmPolicy }] }: TrainedRun,
  channel: string,
  tests: readonly PreparedFrame[],
  normal: NormalSides<TimeSeriesFrame>,
): Promise<Detection[]> {
  const read = (side: 'training' | 'validation' | 'test', frames: readonly TimeSeriesFrame[]) =>
    Promise.all(
      frames.map(async (frame, index): Promise<ScoredFrame> => {
        const scores = await run.readScores({ detector: name, side, index });
        return leaveOut(channel, frame, scores);
      }),
    );
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

function leaveOut(channel: string, frame: TimeSeriesFrame, scores: Scores): ScoredFrame {
  const kept = frame.channels.filter((name) => name !== channel);
  const { rows, channels = new Float32Array(frame.values.length) } = scores;
  const errors = selectChannels({ ...frame, values: channels }, kept);
  return { frame: selectChannels(frame, kept), scores: { rows, channels: errors.values } };
}
