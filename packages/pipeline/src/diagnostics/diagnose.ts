/** Everything that a report holds beside the metrics, computed from a run and its recordings. */
import { isUserError, type Listeners } from '@anodec/core';
import type { Detection } from '@anodec/eval';
import { type CountedRecording, sweepThreshold, type ThresholdStep } from '@anodec/metrics';
import type { ChannelPeak, Diagnostics, SensitivityGroup } from '@anodec/report';
import type { EvaluatedRecordings } from '../runs/evaluated-recordings.js';
import type { TrainedRun } from '../runs/trained-run.js';
import type { EvaluateConfig } from '../settings/evaluate-config.js';
import { processedStore } from '../settings/paths.js';
import { costFacts } from './cost.js';
import { curvesOf } from './curves.js';
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
  asked: EvaluateConfig,
  listeners: Listeners,
): Promise<Diagnostics> {
  const { run, settings, detectors } = trained;
  const { normal, tests, prepared, attacks } = recordings;
  const [{ alarmPolicy }] = detectors;
  const { config, threshold } = alarmPolicy;
  const frames = prepared.map(({ raw }) => raw);
  const counted = countedRecordings(config, frames, detections, attacks);
  const sweep = threshold.value > 0 ? sweepThreshold(counted, threshold.value) : [];
  const parts = { recordings, counted, sweep };
  const sensitivity = asked.sensitivity ? await sensitivityOf(trained, parts, listeners) : [];
  const store = processedStore(settings.paths);
  const curves = curvesOf(counted);
  return {
    runName: String(run.version ?? run.path),
    recordings: recordingIdentities(normal, tests),
    cleaning: await cleaningNotes(store, [...normal.recorded, ...tests.recorded]),
    split: splitResult(trained, recordings),
    thresholdSettings: thresholdFacts(config),
    ...(sweep.length > 0 && { sweep }),
    ranges: checkRanges(recordings, config, detections),
    ...(sensitivity.length > 0 && { sensitivity }),
    ...(asked.robustness && {
      robustness: await measureRobustness(trained, recordings, asked.robustnessRows, listeners),
    }),
    cost: await costFacts(trained, recordings),
    ...(curves && { curves }),
    channelPeaks: channelPeaks(recordings, detections),
  };
}

/** The results over other settings; none for runs that did not keep the errors of normal rows. */
async function sensitivityOf(
  trained: TrainedRun,
  parts: {
    readonly recordings: EvaluatedRecordings;
    readonly counted: readonly CountedRecording[];
    readonly sweep: readonly ThresholdStep[];
  },
  listeners: Listeners,
): Promise<SensitivityGroup[]> {
  const { recordings, counted, sweep } = parts;
  const errors = await readErrors(trained, recordings).catch((error: unknown) => {
    if (isUserError(error)) return undefined;
    throw error;
  });
  if (!errors) return [];
  const [{ alarmPolicy: fitted }] = trained.detectors;
  const groups = await measureSensitivity({ errors, fitted, counted }, sweep, listeners);
  const used = sweep.find(({ factor }) => factor === 1);
  if (!used) return groups;
  const { factor: _, threshold: __, ...counts } = used;
  const { normal, tests } = recordings;
  const hashes = recordingIdentities(normal, tests).map(({ sha256 }) => sha256);
  return [...groups, await compareWindowLengths(trained, counts, hashes)];
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
