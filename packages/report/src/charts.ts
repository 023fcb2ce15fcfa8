/** Draws the charts of the report. */
import {
  renderSvg,
  scoreTimeline,
  signalComparison,
  type TimeSpan,
  trainingCurves,
  type TrainingPoint,
} from '@anodec/charts';
import { checkStopped, createPause, frameLength, type Progress, sliceFrame } from '@anodec/core';
import type { Alarm } from '@anodec/eval';
import type { RankingCurves } from '@anodec/metrics';
import { type ChartRecording, limitOf, signalOf, spansOf } from './chart-recording.js';
import type { Chart, Widget } from './document.js';
import { formatTimestamp } from './format.js';
import { drawCurves } from './ranking-charts.js';
import { heatMapWidgets, scoreWidgets, signalsWidgets } from './report-widgets.js';
import { formatShares } from './sections/channel-shares.js';

/** Channels drawn for each alarm. */
const CHANNELS = 3;
/** Rows shown before and after an alarm, at least. */
const MARGIN = 60;
/** Alarms that get a chart, those with the highest peaks: no one reads a page with hundreds. */
const DRAWN = 30;

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
    scores: scoreWidgets(recordings),
    heatMaps: heatMapWidgets(recordings),
    signals: signalsWidgets(recordings),
    ...(curves && { curves: await drawCurves(curves) }),
    alarms,
  };
}

async function drawTimeline(recording: ChartRecording, several: boolean): Promise<Chart> {
  const { frame, detection, name } = recording;
  const title = several && name !== undefined ? `Score of ${name}` : 'Score of the recording';
  const spec = scoreTimeline({
    ...frame,
    ...limitOf(recording),
    attacks: spansOf(recording),
    alarms: detection.alarms,
    title,
  });
  return { title, svg: await renderSvg(spec) };
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
  const { score, limits, threshold } = limitOf(recording);
  const line = {
    score: score.subarray(rows.start, rows.end),
    ...(limits && { limits: limits.subarray(rows.start, rows.end) }),
    threshold,
  };
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
      : scoreTimeline({ ...common, ...line, title });
  return { title, svg: await renderSvg(spec) };
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
