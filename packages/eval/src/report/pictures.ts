/** Draws the pictures of the report. */
import {
  renderSvg,
  scoreTimeline,
  signalComparison,
  type TimeSpan,
  trainingCurves,
  type TrainingPoint,
} from '@anodec/charts';
import {
  type Attack,
  channelValues,
  checkStopped,
  frameLength,
  type Progress,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import type { Alarm } from '../alarms.js';
import { placeAttacks } from '../metrics/attacks.js';
import type { Detection } from '../alarm-policy.js';
import { moment } from './format.js';
import { shares } from './tables.js';

/** Sensors drawn for each alarm. */
const SENSORS = 3;
/** Rows shown before and after an alarm, at least. */
const MARGIN = 60;
/** Alarms that get a picture, the highest peaks: a page with hundreds of them helps nobody. */
const PICTURED = 30;

/** A picture as SVG, with a title for the page. */
export interface Picture {
  readonly title: string;
  readonly svg: string;
}

/** Every picture of the report. */
export interface Pictures {
  readonly training?: Picture;
  readonly timeline: Picture;
  /** In the order of the alarms; the ones with the highest peaks where there are many. */
  readonly alarms: readonly Picture[];
}

/** What pictures are drawn from. */
export interface PictureParts {
  /** The recording in the units of the sensors. */
  readonly frame: TimeSeriesFrame;
  readonly verdict: Detection;
  readonly attacks: readonly Attack[];
  /** (T, C), what the model would have expected, in the units of the sensors. */
  readonly expected?: Float32Array;
  readonly training?: { readonly points: readonly TrainingPoint[]; readonly bestEpoch?: number };
}

/** Draws all pictures. */
export async function drawPictures(
  parts: PictureParts,
  options: { readonly signal?: AbortSignal; readonly progress?: Progress } = {},
): Promise<Pictures> {
  const { frame, verdict, training } = parts;
  const attacks = placeAttacks(frame, parts.attacks).map(({ attack }) => spanOf(attack));
  const timeline = scoreTimeline({
    ...frame,
    score: verdict.score,
    threshold: verdict.threshold.value,
    attacks,
    alarms: verdict.alarms,
  });
  const pictured = highestAlarms(verdict.alarms);
  const alarms: Picture[] = [];
  options.progress?.begin('Drawing', pictured.length, 'alarms');
  for (const number of pictured) {
    checkStopped(options.signal, 'drawing the report');
    alarms.push(await drawAlarm(parts, attacks, number));
    options.progress?.update(alarms.length);
  }
  options.progress?.end();
  return {
    ...(training && training.points.length > 0 ? { training: await drawTraining(training) } : {}),
    timeline: { title: 'Score of the recording', svg: await renderSvg(timeline) },
    alarms,
  };
}

async function drawTraining({
  points,
  bestEpoch,
}: NonNullable<PictureParts['training']>): Promise<Picture> {
  return { title: 'Training', svg: await renderSvg(trainingCurves(points, bestEpoch)) };
}

async function drawAlarm(
  { frame, verdict, expected }: PictureParts,
  attacks: readonly TimeSpan[],
  number: number,
): Promise<Picture> {
  const alarm = verdict.alarms[number];
  const rows = rowsAround(alarm, frameLength(frame));
  const shown = sliceFrame(frame, rows);
  const C = frame.channels.length;
  const range = { start: shown.timestamps[0], end: shown.timestamps[rows.end - rows.start - 1] };
  const within = ({ start, end }: TimeSpan): boolean => start <= range.end && end >= range.start;
  const suspects = alarm.channels.length > 0 ? alarm.channels.slice(0, SENSORS) : [];
  const title = `Alarm ${number + 1}, ${moment(alarm.start, frame.clock)}`;
  const signals = suspects.map(({ channel }) => {
    const c = frame.channels.indexOf(channel);
    const recorded = channelValues(shown, c);
    if (!expected) return { name: channel, recorded };
    const column = { ...shown, values: expected.subarray(rows.start * C, rows.end * C) };
    return { name: channel, recorded, expected: channelValues(column, c) };
  });
  const score = verdict.score.subarray(rows.start, rows.end);
  const common = {
    ...shown,
    attacks: attacks.filter(within),
    alarms: verdict.alarms.filter(within),
  };
  const spec =
    signals.length > 0
      ? signalComparison({ ...common, signals, title: `${title}: ${shares(suspects)}` })
      : scoreTimeline({ ...common, score, threshold: verdict.threshold.value, title });
  return { title, svg: await renderSvg(spec) };
}

/** Numbers of the alarms to draw, in order. */
function highestAlarms(alarms: readonly Alarm[]): number[] {
  return alarms
    .map((_, i) => i)
    .sort((a, b) => alarms[b].peak.value - alarms[a].peak.value)
    .slice(0, PICTURED)
    .sort((a, b) => a - b);
}

/** The alarm with as much before and after it, within the recording. */
function rowsAround({ rows }: Alarm, T: number): { start: number; end: number } {
  const margin = Math.max(MARGIN, rows.end - rows.start);
  return { start: Math.max(0, rows.start - margin), end: Math.min(T, rows.end + margin) };
}

function spanOf({ name, start, end }: Attack): TimeSpan {
  return { name, start, end };
}
