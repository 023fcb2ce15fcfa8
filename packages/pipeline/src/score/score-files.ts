/** Scores and alarms of recordings as the texts of files. */
import { frameLength } from '@anodec/core';
import { decideRows, type DecisionConfig } from '@anodec/eval';
import { flagsOf } from '@anodec/metrics';
import { unscoredReasons } from '@anodec/preprocess';
import { alarmsToCsv } from '@anodec/report';
import type { TrainedRun } from '../runs/trained-run.js';
import type { ScoreColumns, ScoredPart } from './scores-csv.js';

/** A scored recording with what its files say, from the scores of a detector. */
export function scoredPart(
  { name, frame, detection }: Pick<ScoredPart, 'name' | 'frame' | 'detection'>,
  lookback: number,
): ScoredPart {
  return {
    name,
    frame,
    detection,
    alarmed: flagsOf(detection.alarms, frameLength(frame)),
    reasons: unscoredReasons(detection.score, frame, lookback + 1),
  };
}

/** The recordings with a decision for each row, which may be that none can be made. */
export function withDecisions(
  parts: readonly ScoredPart[],
  { detectors: [{ alarmPolicy }] }: TrainedRun,
  config: DecisionConfig,
): ScoredPart[] {
  const { calibration } = alarmPolicy;
  return parts.map((part) => ({
    ...part,
    decisions: decideRows(part.detection.score, calibration, config),
  }));
}

/** The alarms of recordings as CSV, with the recording of each where there are several. */
export function alarmsCsvOf(parts: readonly ScoredPart[]): string {
  const several = parts.length > 1;
  return alarmsToCsv(listedAlarms(parts), parts[0].frame.clock, { several });
}

/** The alarms of recordings, with the recording of each where there are several. */
export function listedAlarms(parts: readonly ScoredPart[]) {
  const several = parts.length > 1;
  return parts.flatMap(({ name, detection }) =>
    detection.alarms.map((alarm) => ({ ...(several && { recording: name }), ...alarm })),
  );
}

/** The scores of a recording as JSON; of several as a list of them. What is not known is null. */
export function scoresToJson(
  parts: readonly ScoredPart[],
  { channelScores = false }: ScoreColumns = {},
): string {
  const documents = parts.map(({ name, frame, detection, alarmed, reasons, decisions }) => {
    const { score, pValues, limits, exceeds, threshold } = detection;
    const C = frame.channels.length;
    const ofChannels = (t: number): (number | null)[] =>
      Array.from({ length: C }, (_, c) => known(detection.channelScores?.[t * C + c] ?? NaN));
    const rows = Array.from(score, (value, t) => ({
      time: frame.timestamps[t],
      score: known(value),
      pValue: known(pValues[t]),
      threshold: known(limits[t]),
      anomalyPredicted: Number.isNaN(value) ? null : exceeds[t] === 1,
      alarm: alarmed[t] === 1,
      reason: reasons[t],
      ...(decisions && { decision: decisions[t] }),
      ...(channelScores && { channelScores: ofChannels(t) }),
    }));
    const channels = channelScores ? { channels: frame.channels } : {};
    return { source: name, clock: frame.clock, ...channels, threshold: threshold.value, rows };
  });
  return json(documents.length === 1 ? documents[0] : { recordings: documents });
}

/** The alarms of a recording as JSON; of several with the recording of each. */
export function alarmsToJson(parts: readonly ScoredPart[]): string {
  const [{ name, frame }] = parts;
  const sources = parts.map((part) => part.name);
  return json({
    ...(parts.length === 1 ? { source: name } : { sources }),
    clock: frame.clock,
    alarms: listedAlarms(parts),
  });
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
