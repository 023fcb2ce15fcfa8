/** What a client has to know of an artifact. */
import type { ServedArtifact } from './artifact-store.js';

/** An artifact as /artifacts shows it. */
export interface DescribedArtifact {
  readonly name: string;
  readonly run: string;
  readonly detector: string;
  readonly channels: readonly string[];
  readonly periodMilliseconds: number | null;
  /** Rows before the first one that has a score. */
  readonly lookback: number;
  readonly threshold: number;
  readonly rule: string;
  /** ISO 8601. */
  readonly loaded: string;
  readonly fault?: string;
}

/** Describes an artifact. */
export function describeArtifact({
  name,
  trained,
  loaded,
  fault,
}: ServedArtifact): DescribedArtifact {
  const { preprocessing, detectors, run } = trained;
  const [{ title, detector, alarmPolicy }] = detectors;
  return {
    name,
    run: run.path,
    detector: title,
    channels: preprocessing.channels,
    periodMilliseconds: preprocessing.period ?? null,
    lookback: detector.lookback,
    threshold: alarmPolicy.threshold.value,
    rule: alarmPolicy.threshold.rule,
    loaded: new Date(loaded).toISOString(),
    ...(fault !== undefined && { fault }),
  };
}
