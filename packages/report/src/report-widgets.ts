/** The charts of a report that the script of its page draws; recordings share the space of the page. */
import { packHeatMap, packSignals, packTimeline } from '@anodec/charts';
import { frameLength } from '@anodec/core';
import { binMaxima } from '@anodec/metrics';
import { type ChartRecording, limitOf, signalOf, spansOf } from './chart-recording.js';
import type { Widget } from './document.js';

/** Points of all timelines together, and of one at least. */
const POINTS = 48_000;
const LEAST_POINTS = 2000;
/** Values of all heat maps together, and stretches of time in one at most. */
const HEAT_VALUES = 100_000;
const BINS = 480;
/** Values of recorded and expected readings in the page, one byte each. */
const SIGNAL_VALUES = 2_000_000;

/** The score of each recording. */
export function scoreWidgets(recordings: readonly ChartRecording[]): Widget[] {
  const points = Math.max(LEAST_POINTS, Math.floor(POINTS / recordings.length));
  return recordings.map((recording) => {
    const content = packTimeline(packable(recording), { ...limitOf(recording), points });
    return { title: titleOf('Score', recording, recordings), content };
  });
}

/** The channel scores of each recording; none where rows only have scores. */
export function heatMapWidgets(recordings: readonly ChartRecording[]): Widget[] {
  return recordings.flatMap((recording): Widget[] => {
    const { frame, detection } = recording;
    const { channelScores, threshold } = detection;
    if (!channelScores) return [];
    const { channels } = frame;
    const room = Math.floor(HEAT_VALUES / recordings.length / channels.length);
    const bins = Math.max(1, Math.min(BINS, room, frameLength(frame)));
    const maxima = binMaxima(channelScores, channels.length, bins);
    const map = { channels, bins, maxima, threshold: threshold.value };
    const content = packHeatMap(packable(recording), map);
    return [{ title: titleOf('Channel scores', recording, recordings), content }];
  });
}

/** Recorded and expected readings of every channel of each recording. */
export function signalsWidgets(recordings: readonly ChartRecording[]): Widget[] {
  return recordings.map((recording) => {
    const { frame, expected } = recording;
    const { channels } = frame;
    const lines = channels.length * (expected ? 2 : 1);
    const room = Math.floor(SIGNAL_VALUES / recordings.length / lines);
    const bins = Math.max(1, Math.min(room, frameLength(frame)));
    const rows = { start: 0, end: frameLength(frame) };
    const signals = channels.map((name) => signalOf(recording, name, rows));
    const content = packSignals(packable(recording), signals, bins);
    return { title: titleOf('Readings', recording, recordings), content };
  });
}

function titleOf(
  what: string,
  { name }: ChartRecording,
  recordings: readonly ChartRecording[],
): string {
  return recordings.length > 1 && name !== undefined ? `${what}, ${name}` : what;
}

/** The recording as widgets take it. */
function packable(recording: ChartRecording) {
  const { clock, timestamps } = recording.frame;
  return { clock, timestamps, attacks: spansOf(recording), alarms: recording.detection.alarms };
}
