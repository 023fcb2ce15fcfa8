/** The range check of single channels on the recordings of a run. */
import {
  flagSegments,
  frameLength,
  overlaps,
  type Segment,
  type TimeSeriesFrame,
} from '@anodec/core';
import type { AlarmPolicyConfig, Detection } from '@anodec/eval';
import {
  attacksFromLabels,
  type ChannelRanges,
  channelRanges,
  channelsOutside,
  countAlarms,
  type CountedRecording,
  placeAttacks,
} from '@anodec/metrics';
import type { RangeCheckResult } from '@anodec/report';
import type { EvaluatedRecordings } from '../runs/evaluated-recordings.js';
import { countedRecordings } from './tried-policy.js';

/** A row is flagged from one channel out of its range on. */
const LIMIT = 0.5;
/** Share of the rows from which on a channel is out of range for good. */
const FOR_GOOD = 0.2;

/** Learns the ranges of all normal rows, and counts what they find. */
export function checkRanges(
  { sides, prepared, attacks, tests }: EvaluatedRecordings,
  config: AlarmPolicyConfig,
  detections: readonly Detection[],
): RangeCheckResult {
  const ranges = channelRanges([...sides.training, ...sides.validation]);
  const frames = prepared.map(({ raw }) => raw);
  const found = frames.map((frame, i): Detection => {
    const limits = new Float64Array(frameLength(frame)).fill(LIMIT);
    return { ...detections[i], score: channelsOutside(frame, ranges), limits };
  });
  const several = frames.length > 1;
  const counted = countedRecordings(config, frames, found, attacks);
  return {
    ...outcomeOf(counted),
    ...settledOutcome(counted, frames, ranges),
    attacks: frames.flatMap((frame, i) =>
      placeAttacks(frame, attacks ?? attacksFromLabels(frame))
        .filter(({ attack }) => attack.leavesTrace)
        .map(({ attack, rows }) => ({
          name: attack.name,
          ...(several && { recording: tests.recorded[i].source }),
          found: isFlagged(found[i].score, rows),
          channels: channelsIn(frame, ranges, rows),
        })),
    ),
  };
}

function outcomeOf(counted: readonly CountedRecording[]) {
  const counts = countAlarms(counted);
  const rows = counted.reduce((sum, { score }) => sum + score.length, 0);
  return { counts, flagged: counts.flaggedRows / rows };
}

/** The outcome without channels that are out of range in a good part of all rows; none where there are none. */
function settledOutcome(
  counted: readonly CountedRecording[],
  frames: readonly TimeSeriesFrame[],
  ranges: ChannelRanges,
): Pick<RangeCheckResult, 'settled'> {
  const [{ channels }] = frames;
  const rows = frames.reduce((sum, frame) => sum + frameLength(frame), 0);
  const outside = new Map<string, number>();
  for (const frame of frames) {
    for (const [channel, count] of countOutside(frame, ranges, {
      start: 0,
      end: frameLength(frame),
    })) {
      outside.set(channel, (outside.get(channel) ?? 0) + count);
    }
  }
  const without = channels.filter((channel) => (outside.get(channel) ?? 0) >= FOR_GOOD * rows);
  if (without.length === 0) return {};
  const kept = channels.map((channel) => !without.includes(channel));
  // a range without a bound is never left
  const open = {
    least: ranges.least.map((value, c) => (kept[c] ? value : -Infinity)),
    most: ranges.most.map((value, c) => (kept[c] ? value : Infinity)),
  };
  const settled = counted.map((one, i) => ({ ...one, score: channelsOutside(frames[i], open) }));
  return { settled: { without, ...outcomeOf(settled) } };
}

function isFlagged(score: Float32Array, rows: Segment): boolean {
  return flagSegments(score, (value) => value > LIMIT).some((run) => overlaps(run, rows));
}

/** Channels out of their range within some rows, those with the most such rows first. */
function channelsIn(frame: TimeSeriesFrame, ranges: ChannelRanges, rows: Segment): string[] {
  const counts = countOutside(frame, ranges, rows);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([channel]) => channel);
}

/** How many of some rows each channel is out of its range in; channels that never are have no entry. */
function countOutside(
  { values, channels, timestamps }: TimeSeriesFrame,
  { least, most }: ChannelRanges,
  { start, end }: Segment,
): Map<string, number> {
  const C = channels.length;
  const counts = new Map<string, number>();
  for (let t = start; t < Math.min(end, timestamps.length); t++) {
    for (let c = 0; c < C; c++) {
      const value = values[t * C + c];
      if (!(value < least[c] || value > most[c])) continue;
      counts.set(channels[c], (counts.get(channels[c]) ?? 0) + 1);
    }
  }
  return counts;
}
