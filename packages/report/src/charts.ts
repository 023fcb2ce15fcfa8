/** Draws the charts of the report. */
import {
  packHeatMap,
  packSignals,
  packTimeline,
  rankingCurve,
  renderSvg,
  scoreTimeline,
  signalComparison,
  type TimeSpan,
  trainingCurves,
  type TrainingPoint,
} from '@anodec/charts';
import {
  type Attack,
  checkStopped,
  createPause,
  frameLength,
  type Progress,
  readingsOf,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import {
  type Alarm,
  binMaxima,
  type EvaluatedDetection,
  placeAttacks,
  type RankingCurves,
} from '@anodec/eval';
import type { Chart, Widget } from './document.js';
import { formatTimestamp } from './format.js';
import { formatShares } from './sections/channel-shares.js';

/** Channels drawn for each alarm. */
const CHANNELS = 3;
/** Rows shown before and after an alarm, at least. */
const MARGIN = 60;
/** Alarms that get a chart, those with the highest peaks: no one reads a page with hundreds. */
const DRAWN = 30;
/** Stretches of time in a heat map. */
const BINS = 480;
/** Values of recorded and expected readings in the page, one byte each. */
const SIGNAL_VALUES = 2_000_000;

/** Every chart of the report. */
export interface Charts {
  readonly training?: Chart;
  /** One for each recording. */
  readonly timelines: readonly Chart[];
  /** The same, to be zoomed and read off. */
  readonly scores?: readonly Widget[];
  /** One for each recording whose channels have scores. */
  readonly heatMaps?: readonly Widget[];
  /** Recorded and expected readings, one for each recording. */
  readonly signals?: readonly Widget[];
  /** ROC and precision-recall. */
  readonly curves?: readonly Chart[];
  /** In the order of the alarms; those with the highest peaks where there are many. */
  readonly alarms: readonly Chart[];
}

/** A recording to draw. */
export interface ChartRecording {
  /** Part of the titles, where there are several recordings. */
  readonly name?: string;
  /** The recording in the units of the sensors. */
  readonly frame: TimeSeriesFrame;
  readonly detection: EvaluatedDetection;
  readonly attacks: readonly Attack[];
  /** (T, C), what the model expected, less the offsets of the frame; NaN where it is not needed. */
  readonly expected?: Float32Array;
  /** For each alarm the nearest window of normal operation, where there is one. */
  readonly nearest?: readonly (NearestReadings | undefined)[];
}

/** Readings of the nearest window of normal operation, as if they were those of the recording. */
export interface NearestReadings {
  /** Row of the recording that its first row stands for. */
  readonly start: number;
  /** (W) by channel, in the units of the sensors. */
  readonly readings: ReadonlyMap<string, Float64Array>;
}

/** What charts are drawn from. */
export interface ChartParts {
  readonly recordings: readonly ChartRecording[];
  readonly training?: { readonly points: readonly TrainingPoint[]; readonly bestEpoch?: number };
  readonly curves?: RankingCurves;
}

/** Draws all charts. @throws StoppedError when the signal is raised */
export async function drawCharts(
  { recordings, training, curves }: ChartParts,
  options: { readonly signal?: AbortSignal; readonly progress?: Progress } = {},
): Promise<Charts> {
  const several = recordings.length > 1;
  const pause = createPause(); // Vega draws synchronously
  const timelines: Chart[] = [];
  for (const recording of recordings) {
    await pause();
    checkStopped(options.signal, 'drawing the report');
    timelines.push(await drawTimeline(recording, several));
  }
  const drawn = drawnAlarms(recordings);
  const alarms: Chart[] = [];
  options.progress?.begin('Drawing', drawn.length, 'alarms');
  for (const { recording, index, number } of drawn) {
    await pause();
    checkStopped(options.signal, 'drawing the report');
    alarms.push(await drawAlarm(recording, index, number));
    options.progress?.update(alarms.length);
  }
  options.progress?.end();
  return {
    ...(training && training.points.length > 0 ? { training: await drawTraining(training) } : {}),
    timelines,
    scores: recordings.map((recording) => scoreWidget(recording, several)),
    heatMaps: recordings.flatMap((recording) => heatMapWidget(recording, several)),
    signals: recordings.map((recording) => signalsWidget(recording, several, recordings.length)),
    ...(curves && { curves: await drawCurves(curves) }),
    alarms,
  };
}

async function drawTimeline(recording: ChartRecording, several: boolean): Promise<Chart> {
  const { frame, detection, name } = recording;
  const title = several && name !== undefined ? `Score of ${name}` : 'Score of the recording';
  const spec = scoreTimeline({
    ...frame,
    score: detection.score,
    threshold: detection.threshold.value,
    attacks: spansOf(recording),
    alarms: detection.alarms,
    title,
  });
  return { title, svg: await renderSvg(spec) };
}

function titleOf(what: string, { name }: ChartRecording, several: boolean): string {
  return several && name !== undefined ? `${what}, ${name}` : what;
}

/** The recording as widgets take it. */
function packable(recording: ChartRecording) {
  const { clock, timestamps } = recording.frame;
  return { clock, timestamps, attacks: spansOf(recording), alarms: recording.detection.alarms };
}

function scoreWidget(recording: ChartRecording, several: boolean): Widget {
  const { score, threshold } = recording.detection;
  const content = packTimeline(packable(recording), score, threshold.value);
  return { title: titleOf('Score', recording, several), content };
}

function heatMapWidget(recording: ChartRecording, several: boolean): Widget[] {
  const { frame, detection } = recording;
  const { channelScores, threshold } = detection;
  if (!channelScores) return [];
  const { channels } = frame;
  const bins = Math.min(BINS, frameLength(frame));
  const maxima = binMaxima(channelScores, channels.length, bins);
  const map = { channels, bins, maxima, threshold: threshold.value };
  const content = packHeatMap(packable(recording), map);
  return [{ title: titleOf('Channel scores', recording, several), content }];
}

/** @param sharing recordings that share the space of the page */
function signalsWidget(recording: ChartRecording, several: boolean, sharing: number): Widget {
  const { frame, expected } = recording;
  const { channels } = frame;
  const room = Math.floor(SIGNAL_VALUES / sharing / channels.length / (expected ? 2 : 1));
  const bins = Math.max(1, Math.min(room, frameLength(frame)));
  const rows = { start: 0, end: frameLength(frame) };
  const signals = channels.map((name) => signalOf(recording, name, rows));
  const content = packSignals(packable(recording), signals, bins);
  return { title: titleOf('Readings', recording, several), content };
}

async function drawCurves({ points, operating }: RankingCurves): Promise<Chart[]> {
  const share = points.at(-1)?.precision ?? 0; // every row flagged: the share of attack rows
  const roc = rankingCurve({
    title: 'ROC',
    x: 'False-positive rate',
    y: 'Recall',
    points: points.map(({ falsePositiveRate, recall }) => ({ x: falsePositiveRate, y: recall })),
    operating: operating && { x: operating.falsePositiveRate, y: operating.recall },
    chance: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  });
  const precisionRecall = rankingCurve({
    title: 'Precision and recall',
    x: 'Recall',
    y: 'Precision',
    points: points.map(({ recall, precision }) => ({ x: recall, y: precision })),
    operating: operating && { x: operating.recall, y: operating.precision },
    chance: [
      { x: 0, y: share },
      { x: 1, y: share },
    ],
  });
  return [
    { title: 'ROC', svg: await renderSvg(roc) },
    { title: 'Precision and recall', svg: await renderSvg(precisionRecall) },
  ];
}

async function drawTraining({
  points,
  bestEpoch,
}: NonNullable<ChartParts['training']>): Promise<Chart> {
  return { title: 'Training', svg: await renderSvg(trainingCurves(points, bestEpoch)) };
}

/** @param number of the alarm in the report, from 1 on */
async function drawAlarm(recording: ChartRecording, index: number, number: number): Promise<Chart> {
  const { frame, detection } = recording;
  const alarm = detection.alarms[index];
  const rows = rowsAround(alarm, frameLength(frame));
  const shown = sliceFrame(frame, rows);
  const range = { start: shown.timestamps[0], end: shown.timestamps[rows.end - rows.start - 1] };
  const within = ({ start, end }: TimeSpan): boolean => start <= range.end && end >= range.start;
  const top = alarm.channels.slice(0, CHANNELS);
  const title = `Alarm ${number}, ${formatTimestamp(alarm.start, frame.clock)}`;
  const common = {
    ...shown,
    attacks: spansOf(recording).filter(within),
    alarms: detection.alarms.filter(within),
  };
  const score = detection.score.subarray(rows.start, rows.end);
  const spec =
    top.length > 0
      ? signalComparison({
          ...common,
          signals: top.map(({ channel }) => ({
            ...signalOf(recording, channel, rows),
            ...nearestOf(recording, index, channel, rows),
          })),
          title: `${title}: ${formatShares(top)}`,
        })
      : scoreTimeline({ ...common, score, threshold: detection.threshold.value, title });
  return { title, svg: await renderSvg(spec) };
}

/** Recorded and, where it is known, expected readings of a channel over some rows. */
function signalOf(
  { frame, expected }: ChartRecording,
  name: string,
  rows: { readonly start: number; readonly end: number },
): { name: string; recorded: Float64Array; expected?: Float64Array } {
  const C = frame.channels.length;
  const c = frame.channels.indexOf(name);
  const shown = sliceFrame(frame, rows);
  const recorded = readingsOf(shown, c);
  if (!expected) return { name, recorded };
  const values = expected.subarray(rows.start * C, rows.end * C);
  return { name, recorded, expected: readingsOf({ ...shown, values }, c) };
}

/** The nearest window of normal operation over the rows of a chart; nothing where there is none. */
function nearestOf(
  { nearest = [] }: ChartRecording,
  index: number,
  channel: string,
  { start, end }: { readonly start: number; readonly end: number },
): { nearest?: Float64Array } {
  const found = nearest[index];
  const readings = found?.readings.get(channel);
  if (!found || !readings) return {};
  const shown = new Float64Array(end - start).fill(NaN);
  readings.forEach((value, i) => {
    const t = found.start + i - start;
    if (t >= 0 && t < shown.length) shown[t] = value;
  });
  return { nearest: shown };
}

/** The alarms that get a chart, those with the highest peaks, in order, with their numbers in the report. */
export function drawnAlarms(
  recordings: readonly ChartRecording[],
): { recording: ChartRecording; index: number; number: number }[] {
  const all = recordings.flatMap((recording) =>
    recording.detection.alarms.map((_, index) => ({ recording, index })),
  );
  const peak = ({ recording, index }: (typeof all)[number]): number =>
    recording.detection.alarms[index].peak.value;
  return all
    .map((alarm, i) => ({ ...alarm, number: i + 1 }))
    .sort((a, b) => peak(b) - peak(a))
    .slice(0, DRAWN)
    .sort((a, b) => a.number - b.number);
}

/** The alarm with as much before and after it, within the recording. */
function rowsAround({ rows }: Alarm, T: number): { start: number; end: number } {
  const margin = Math.max(MARGIN, rows.end - rows.start);
  return { start: Math.max(0, rows.start - margin), end: Math.min(T, rows.end + margin) };
}

function spansOf({ frame, attacks }: ChartRecording): TimeSpan[] {
  return placeAttacks(frame, attacks).map(({ attack: { name, start, end } }) => ({
    name,
    start,
    end,
  }));
}
