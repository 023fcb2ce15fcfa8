/** Everything that a report holds beside the metrics, computed from a run and its recordings. */
import type { Listeners } from '@anodec/core';
import {
  type CountedRecording,
  type Detection,
  rankingCurves,
  rankScores,
  sweepThreshold,
} from '@anodec/eval';
import { UNKNOWN_LABEL } from '@anodec/core';
import type { ChannelPeak, Diagnostics } from '@anodec/report';
import type { EvaluateConfig } from '../evaluate-config.js';
import type { EvaluatedRecordings } from '../evaluated-recordings.js';
import { processedStore } from '../paths.js';
import type { TrainedRun } from '../trained-run.js';
import { costFacts } from './cost.js';
import { cleaningNotes, recordingIdentities } from './data-identity.js';
import { checkRanges } from './range-check.js';
import { measureRobustness } from './robustness.js';
import { measureSensitivity } from './sensitivity.js';
import { splitResult } from './split-result.js';
import { thresholdFacts } from './threshold-facts.js';
import { countedRecordings, readErrors } from './tried-policy.js';
import { compareWindowLengths } from './window-lengths.js';

/** Channels with the largest scores that are listed. */
const PEAKS = 10;

/**
 * Computes all parts but those that come with the charts.
 *
 * @param detections of the primary detector
 * @throws StoppedError when the signal was raised
 */
export async function diagnose(
  trained: TrainedRun,
  recordings: EvaluatedRecordings,
  detections: readonly Detection[],
  { robustness, robustnessRows }: EvaluateConfig,
  listeners: Listeners,
): Promise<Diagnostics> {
  const { run, settings, detectors } = trained;
  const { normal, tests, prepared, attacks } = recordings;
  const [{ alarmPolicy }] = detectors;
  const { config, threshold } = alarmPolicy;
  const frames = prepared.map(({ raw }) => raw);
  const counted = countedRecordings(config, frames, detections, attacks);
  const sweep = threshold.value > 0 ? sweepThreshold(counted, threshold.value) : [];
  const identities = recordingIdentities(normal, tests);
  const trial = { errors: await readErrors(trained, recordings), fitted: alarmPolicy, counted };
  const sensitivity = await measureSensitivity(trial, sweep, listeners);
  const used = sweep.find(({ factor }) => factor === 1);
  if (used) {
    const hashes = identities.map(({ sha256 }) => sha256);
    const { factor: _, threshold: __, ...counts } = used;
    sensitivity.push(await compareWindowLengths(trained, counts, hashes));
  }
  const store = processedStore(settings.paths);
  const curves = curvesOf(counted, threshold.value);
  return {
    runName: String(run.version ?? run.path),
    recordings: identities,
    cleaning: await cleaningNotes(store, [...normal.recorded, ...tests.recorded]),
    split: splitResult(trained, recordings),
    thresholdSettings: thresholdFacts(config),
    ...(sweep.length > 0 && { sweep }),
    ranges: checkRanges(recordings, config, detections),
    sensitivity,
    ...(robustness && {
      robustness: await measureRobustness(trained, recordings, robustnessRows, listeners),
    }),
    cost: await costFacts(trained, recordings),
    ...(curves && { curves }),
    channelPeaks: channelPeaks(recordings, detections),
  };
}

/** Curves over rows with a score and a known label. */
function curvesOf(
  counted: readonly CountedRecording[],
  threshold: number,
): Diagnostics['curves'] | null {
  const rows = counted.flatMap(({ score, labels }) =>
    Array.from(score, (value, t) => [value, labels[t]] as const).filter(
      ([value, label]) => !Number.isNaN(value) && label !== UNKNOWN_LABEL,
    ),
  );
  const labels = Uint8Array.from(rows, ([, label]) => label);
  const scores = Float32Array.from(rows, ([value]) => value);
  const curves = rankingCurves(rankScores(labels, scores), threshold);
  return curves && { ...curves, points: [...curves.points] };
}

/** The channels with the largest scores, and when. */
function channelPeaks(
  { prepared, tests }: EvaluatedRecordings,
  detections: readonly Detection[],
): ChannelPeak[] {
  const peaks = new Map<string, ChannelPeak>();
  for (const [i, { channelScores }] of detections.entries()) {
    const { channels, timestamps } = prepared[i].raw;
    channelScores?.forEach((score, at) => {
      const channel = channels[at % channels.length];
      if (Number.isNaN(score) || score <= (peaks.get(channel)?.score ?? -Infinity)) return;
      const time = timestamps[Math.floor(at / channels.length)];
      const recording = detections.length > 1 ? { recording: tests.recorded[i].source } : {};
      peaks.set(channel, { channel, ...recording, score, time });
    });
  }
  return [...peaks.values()].sort((a, b) => b.score - a.score).slice(0, PEAKS);
}
