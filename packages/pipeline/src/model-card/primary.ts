/** The detector of a run that its model card and an export are about. */
import { ConfigError } from '@anodec/core';
import type { Artifact, ArtifactDetector } from '../runs/artifact.js';
import type { TrainedRun } from '../runs/trained-run.js';

/** What of a run is needed to describe its model or to take it elsewhere. */
export type ExportedRun = Artifact & { readonly run: Pick<TrainedRun['run'], 'path'> };

/** The first detector of a run. @throws ConfigError when the training of the run is not finished */
export function primaryOf({ detectors, run }: ExportedRun): ArtifactDetector {
  const [primary] = detectors;
  if (primary) return primary;
  throw new ConfigError(`${run.path} must be a finished run to be exported. Score it first.`);
}
