/** What disturbed sensors do to the results: test rows are disturbed, prepared and scored again. */
import {
  checkStopped,
  frameLength,
  type Listeners,
  overlaps,
  type Segment,
  sliceFrame,
  type TimeSeriesFrame,
  UNKNOWN_LABEL,
  withProgress,
} from '@anodec/core';
import { applyAlarmPolicy, type Detection } from '@anodec/eval';
import {
  attacksFromLabels,
  channelDeviations,
  countAlarms,
  type CountedRecording,
  placeAttacks,
  rankingMetrics,
  rankScores,
  withGap,
  withNoise,
  withOffset,
  withoutReadings,
} from '@anodec/metrics';
import { prepareFrame } from '@anodec/preprocess';
import type { RobustnessResult } from '@anodec/report';
import { scoreFrame } from '../detectors/score-frame.js';
import type { EvaluatedRecordings } from '../runs/evaluated-recordings.js';
import type { TrainedRun } from '../runs/trained-run.js';
import { countedRecordings } from './tried-policy.js';

/** Channels that are dropped and offset, one after the other. */
const CHANNELS = 3;
/** Noise and offset, in deviations of the channel over the rows trained on. */
const NOISE = 0.1;
const OFFSET = 1;
/** Part of the rows that the clock gap takes. */
const GAP = 0.05;
/** Seed of the noise. */
const SEED = 42;

interface Disturbance {
  readonly name: string;
  readonly how: string;
  readonly frame: TimeSeriesFrame;
}

/**
 * Scores disturbed rows with the primary detector and the threshold of the run.
 *
 * @param rows how many test rows to score for each disturbance, at most
 * @throws StoppedError when the signal was raised
 */
export async function measureRobustness(
  trained: TrainedRun,
  recordings: EvaluatedRecordings,
  rows: number,
  { signal, progress }: Listeners = {},
): Promise<RobustnessResult> {
  const { prepared, attacks, tests, sides } = recordings;
  const { index, segment } = busiestRows(recordings, rows);
  const frame = sliceFrame(prepared[index].raw, segment);
  const plain = await detect(trained, frame, signal);
  const undisturbed = resultOf(trained, frame, plain, attacks);
  const cases: RobustnessResult['cases'][number][] = [];
  const disturbances = disturb(frame, topChannels(plain), channelDeviations(sides.training));
  const task = {
    label: 'Scoring disturbed rows',
    total: disturbances.length,
    unit: 'disturbances',
  };
  await withProgress(progress, task, async (update) => {
    for (const { name, how, frame: disturbed } of disturbances) {
      checkStopped(signal, 'scoring disturbed rows');
      const detection = await detect(trained, disturbed, signal);
      cases.push({ name, how, ...resultOf(trained, disturbed, detection, attacks) });
      update(cases.length);
    }
  });
  return {
    rows: {
      source: tests.recorded[index].source,
      from: frame.timestamps[0],
      to: frame.timestamps[frameLength(frame) - 1],
      rows: frameLength(frame),
    },
    undisturbed,
    cases,
  };
}

/** Rows with the most attacks in them, of any recording: from one attack on, a tenth of them before it. */
function busiestRows(
  { prepared, attacks }: EvaluatedRecordings,
  rows: number,
): { index: number; segment: Segment } {
  let best = { index: 0, segment: { start: 0, end: 0 }, count: -1 };
  for (const [index, { raw }] of prepared.entries()) {
    const T = frameLength(raw);
    const placed = placeAttacks(raw, attacks ?? attacksFromLabels(raw));
    for (const first of [0, ...placed.map((one) => one.rows.start)]) {
      const start = Math.max(0, Math.min(T - rows, first - Math.round(rows / 10)));
      const segment = { start, end: Math.min(T, start + rows) };
      const count = placed.filter((one) => overlaps(one.rows, segment)).length;
      if (count > best.count) best = { index, segment, count };
    }
  }
  return best;
}

/** The channels that contribute most to the alarms, or the first ones where channels have no scores. */
function topChannels({ alarms }: Detection): string[] {
  const sums = new Map<string, number>();
  for (const { channels } of alarms) {
    for (const { channel, share } of channels) {
      sums.set(channel, (sums.get(channel) ?? 0) + share);
    }
  }
  return [...sums].sort((a, b) => b[1] - a[1]).map(([channel]) => channel);
}

function disturb(
  frame: TimeSeriesFrame,
  ranked: readonly string[],
  deviations: Float64Array,
): Disturbance[] {
  const names = ranked.length > 0 ? ranked : frame.channels;
  const deviationOf = (channel: string): number => deviations[frame.channels.indexOf(channel)];
  const top = names.slice(0, CHANNELS);
  const moving = names.filter((channel) => deviationOf(channel) > 0).slice(0, CHANNELS);
  const T = frameLength(frame);
  const gap = Math.max(1, Math.round(GAP * T));
  const start = Math.round((T - gap) / 2);
  return [
    ...top.map((channel) => ({
      name: `${channel} dropped`,
      how: 'no reading of the channel in any row',
      frame: withoutReadings(frame, channel),
    })),
    ...moving.map((channel) => {
      const offset = OFFSET * deviationOf(channel);
      return {
        name: `${channel} offset`,
        how: `${offset.toPrecision(3)} added to every reading, its standard deviation over the rows trained on`,
        frame: withOffset(frame, channel, offset),
      };
    }),
    {
      name: 'noise',
      how: 'normal noise on every reading, a tenth of the standard deviation of its channel over the rows trained on',
      frame: withNoise(
        frame,
        deviations.map((deviation) => NOISE * deviation),
        SEED,
      ),
    },
    {
      name: 'clock gap',
      how: `${gap} rows in the middle left out, so that the clock jumps`,
      frame: withGap(frame, { start, end: start + gap }),
    },
  ];
}

async function detect(
  { preprocessing, detectors: [{ detector, input, alarmPolicy }] }: TrainedRun,
  frame: TimeSeriesFrame,
  signal: AbortSignal | undefined,
): Promise<Detection> {
  const prepared = prepareFrame(frame, preprocessing);
  const options = signal ? { signal } : {};
  const scores = await scoreFrame(detector, prepared, input, preprocessing, options);
  return applyAlarmPolicy(alarmPolicy, { frame: prepared.raw, scores });
}

function resultOf(
  { detectors: [{ alarmPolicy }] }: TrainedRun,
  frame: TimeSeriesFrame,
  detection: Detection,
  attacks: EvaluatedRecordings['attacks'],
): RobustnessResult['undisturbed'] {
  const counted = countedRecordings(alarmPolicy.config, [frame], [detection], attacks);
  return { counts: countAlarms(counted), auprc: auprcOf(counted[0]) };
}

/** Average precision over rows with a score and a known label. */
function auprcOf({ labels, score }: CountedRecording): number | null {
  const isCounted = (_: unknown, t: number): boolean =>
    !Number.isNaN(score[t]) && labels[t] !== UNKNOWN_LABEL;
  return rankingMetrics(rankScores(labels.filter(isCounted), score.filter(isCounted))).auprc;
}
