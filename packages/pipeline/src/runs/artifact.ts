/**
 * The artifact of a run: preprocessing, detectors and alarm policies with what they were learned from,
 * enough to score any table with the same channels. artifact.json, checked when it is read, and the
 * weights of each detector beside it.
 */
import {
  DataError,
  type DetectorInput,
  type FittedDetector,
  lookup,
  parseConfig,
} from '@anodec/core';
import {
  type FittedAlarmPolicy,
  parseFittedAlarmPolicy,
  upgradeFittedAlarmPolicy,
} from '@anodec/eval';
import { asPortable, decodeState, encodeState } from '@anodec/model';
import { parsePreprocessing, type Preprocessing } from '@anodec/preprocess';
import type { Run } from '@anodec/runs';
import { z } from 'zod';
import { RecordedFrame } from '../data/recorded-frame.js';
import { TableSettings, UNKNOWN_TABLES } from '../data/table-settings.js';
import { baselines } from '../detectors/baselines.js';
import type { ComputeChoice } from '../detectors/computing.js';
import { detectorEntry, restoreDetector } from '../detectors/registry.js';

/** Format of artifact.json; a reader refuses a higher one. */
const FORMAT = 1;

/** A detector of a run, ready to score and to raise alarms. */
export interface ArtifactDetector {
  /** Name of its files; the primary one is called after its kind. */
  readonly name: string;
  /** Name in tables. */
  readonly title: string;
  readonly input: DetectorInput;
  readonly detector: FittedDetector;
  readonly alarmPolicy: FittedAlarmPolicy;
}

/** All that scoring needs. */
export interface Artifact {
  readonly preprocessing: Preprocessing;
  /** The primary detector first, then the baselines; none before a training is finished. */
  readonly detectors: readonly ArtifactDetector[];
  /** The normal recordings that all of it was learned from; none in runs before format 1. */
  readonly learnedFrom: readonly RecordedFrame[];
  /** How the tables were read that it was learned from. */
  readonly tables: TableSettings;
}

const Stored = z.strictObject({
  formatVersion: z.literal(FORMAT),
  createdBy: z.string(),
  preprocessing: z.unknown(),
  tables: TableSettings,
  learnedFrom: z.array(RecordedFrame),
  detectors: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      input: z.enum(['scaled', 'raw']),
      alarmPolicy: z.unknown(),
    }),
  ),
});

/** Writes the artifact and the weights of its detectors into a run. */
export async function writeArtifact(run: Run, artifact: Artifact): Promise<void> {
  const { preprocessing, detectors, learnedFrom, tables } = artifact;
  for (const { name, detector } of detectors) {
    await run.writeDetector(name, encodeState(detector.state()));
  }
  await run.writeArtifact({
    formatVersion: FORMAT,
    createdBy: `anodec on Node ${process.versions.node}`,
    preprocessing,
    tables,
    learnedFrom,
    detectors: detectors.map(({ name, title, input, alarmPolicy }) => ({
      name,
      title,
      input,
      alarmPolicy,
    })),
  });
}

/**
 * Reads the artifact of a run, also of one before format 1.
 *
 * @param compute where the primary detector computes, if not where it was trained
 * @throws DataError when a file is missing or damaged, or the format is a later one
 * @throws ConfigError when a part is not valid
 */
export async function readArtifact(run: Run, compute: ComputeChoice = {}): Promise<Artifact> {
  const document = await run.readArtifact();
  if (document === undefined) return readFormerArtifact(run, compute);
  checkFormat(document, run.path);
  const origin = `artifact.json of ${run.path}`;
  const stored = parseConfig(Stored, document, origin);
  const detectors: ArtifactDetector[] = [];
  for (const [i, { alarmPolicy, ...rest }] of stored.detectors.entries()) {
    const detector = await readDetector(run, rest.name, i === 0 ? compute : {});
    detectors.push({ ...rest, detector, alarmPolicy: parseFittedAlarmPolicy(alarmPolicy, origin) });
  }
  const { learnedFrom, tables } = stored;
  const preprocessing = parsePreprocessing(stored.preprocessing, origin);
  return { preprocessing, detectors, learnedFrom, tables };
}

/** Runs before format 1 have scaler.json and verdict.json in place of an artifact. */
async function readFormerArtifact(run: Run, compute: ComputeChoice): Promise<Artifact> {
  const { preprocessing, policies } = await run.readFormerArtifact();
  const origin = `verdict.json of ${run.path}`;
  const { detectors: named } = parseConfig(FormerPolicies, policies, origin);
  const detectors: ArtifactDetector[] = [];
  for (const [i, { name, verdict }] of named.entries()) {
    const detector = await readDetector(run, name, i === 0 ? compute : {});
    const alarmPolicy = parseFittedAlarmPolicy(upgradeFittedAlarmPolicy(verdict), origin);
    detectors.push({ name, ...titleAndInput(name, detector, i), detector, alarmPolicy });
  }
  return {
    preprocessing: parsePreprocessing(preprocessing, `scaler.json of ${run.path}`),
    detectors,
    learnedFrom: [],
    tables: UNKNOWN_TABLES,
  };
}

const FormerPolicies = z.object({
  detectors: z.array(z.object({ name: z.string(), verdict: z.unknown() })).min(1),
});

function titleAndInput(name: string, detector: FittedDetector, index: number) {
  if (index === 0) {
    const { title, input } = detectorEntry(name);
    return { title: title(detector.state().config), input };
  }
  const { title, input } = lookup('baseline', baselines, name === 'linear-floor' ? 'linear' : name);
  return { title, input };
}

async function readDetector(
  run: Run,
  name: string,
  compute: ComputeChoice,
): Promise<FittedDetector> {
  const state = decodeState(await run.readDetector(name), `the detector ${name} of ${run.path}`);
  const chosen = Object.entries(compute).filter(([setting, value]) => {
    return value !== undefined && setting in state.config;
  });
  const config = { ...asPortable(state.config), ...Object.fromEntries(chosen) };
  return restoreDetector({ ...state, config });
}

function checkFormat(document: unknown, path: string): void {
  const { formatVersion } = Object(document) as { formatVersion?: unknown };
  if (typeof formatVersion !== 'number' || formatVersion <= FORMAT) return;
  throw new DataError(
    `artifact.json of ${path} must be of format ${FORMAT} or lower, got ${formatVersion}. Read it with a ` +
      'newer version of anodec.',
  );
}
