/** The same detector with one channel left out of its scores, to show what that channel does. */
import { type Scores, selectChannels, type TimeSeriesFrame } from '@anodec/core';
import type { ChannelDrift, NormalSides, PreparedFrame } from '@anodec/preprocess';
import {
  applyVerdict,
  fitVerdict,
  type FittedVerdict,
  type ScoredRecording,
  type Verdict,
} from '@anodec/eval';
import type { Run } from '@anodec/runs';
import { scoresName } from './score.js';
import { loadNormalScores, loadScores } from './trained-run.js';

/** Share of the rows from which on a channel counts as having wandered off. */
const WANDERED = 0.2;

/** Channels that were brought back for a good part of a recording, the strangest first. */
export function wanderers({ drifts, raw }: PreparedFrame): ChannelDrift[] {
  const T = raw.timestamps.length;
  return drifts.filter(({ rows }) => rows >= WANDERED * T).sort((a, b) => weight(b) - weight(a));
}

function weight({ rows, largest }: ChannelDrift): number {
  return rows * Math.abs(largest);
}

/** What is left out, and of what. */
export interface WithoutParts {
  readonly run: Run;
  /** The detector. */
  readonly name: string;
  readonly fitted: FittedVerdict;
  readonly channel: string;
  readonly recording: PreparedFrame;
  readonly normal: NormalSides<TimeSeriesFrame>;
}

/** Learns the verdict again from the same scores less a channel, and applies it. */
export async function judgeWithout(parts: WithoutParts): Promise<Verdict> {
  const { run, name, fitted, channel, recording, normal } = parts;
  const scores = await loadNormalScores(run, name, normal.training.length);
  const side = (frames: readonly TimeSeriesFrame[], all: readonly Scores[]): ScoredRecording[] =>
    frames.map((frame, i) => leaveOut(channel, frame, all[i]));
  const verdict = fitVerdict(fitted.config, {
    training: side(normal.training, scores.training),
    validation: side(normal.validation, scores.validation),
  });
  const judged = await loadScores(run, scoresName(name));
  return applyVerdict(verdict, leaveOut(channel, recording.raw, judged));
}

function leaveOut(channel: string, frame: TimeSeriesFrame, scores: Scores): ScoredRecording {
  const kept = frame.channels.filter((name) => name !== channel);
  const { rows, channels = new Float32Array(frame.values.length) } = scores;
  const errors = selectChannels({ ...frame, values: channels }, kept);
  return { frame: selectChannels(frame, kept), scores: { rows, channels: errors.values } };
}
