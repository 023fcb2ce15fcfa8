/**
 * The artefact of a training as files of its run: settings, preprocessing, detectors, verdicts.
 * What is written here is enough to score again without a flag.
 */
import { ConfigError, type FittedDetector, type Scores } from '@anodec/core';
import { type FittedVerdict, parseFittedVerdict, VerdictConfig } from '@anodec/eval';
import { AutoencoderConfig, decodeState, encodeState, restoreDetector } from '@anodec/model';
import type { Run } from '@anodec/runs';
import { parseSections, type Settings } from './sections.js';
import type { ComputeChoice } from './computing.js';
import { LEARNER, type NormalScores, type TrainedDetector } from './fit-detectors.js';
import { PreprocessConfig, type Preprocessing } from '@anodec/preprocess';
import { BaselinesConfig, PathsConfig } from './settings.js';

/** The settings of a training, by group; config.json of a run holds them complete. */
export const trainSections = {
  place: PathsConfig,
  recording: PreprocessConfig,
  model: AutoencoderConfig,
  neighbours: BaselinesConfig,
  verdict: VerdictConfig,
};

export type TrainSettings = Settings<typeof trainSections>;

/** A detector that was read back, ready to raise alarms. */
export interface RestoredDetector {
  readonly name: string;
  readonly detector: FittedDetector;
  readonly verdict: FittedVerdict;
}

/** A run that was read back. */
export interface TrainedRun {
  readonly run: Run;
  readonly settings: TrainSettings;
  readonly preprocessing: Preprocessing;
  /** The learned one first, then its neighbours in the order of the settings. */
  readonly detectors: readonly RestoredDetector[];
}

/** Keeps what was learned about the readings. */
export async function savePreprocessing(run: Run, preprocessing: Preprocessing): Promise<void> {
  await run.writeJson('scaler', preprocessing);
}

/** Keeps the detectors, their verdicts and their scores of normal operation. */
export async function saveDetectors(
  run: Run,
  detectors: readonly TrainedDetector[],
): Promise<void> {
  for (const { name, detector, normal } of detectors) {
    await run.writeDetector(name, encodeState(detector.state()));
    for (const [side, scores] of Object.entries(normal)) {
      for (const [i, one] of scores.entries()) await saveScores(run, `${name}-${side}-${i}`, one);
    }
  }
  await run.writeJson('verdict', {
    detectors: detectors.map(({ name, verdict }) => ({ name, verdict })),
  });
}

/**
 * Reads a run back.
 *
 * @param compute where the learned detector computes from now on, if not where it was trained
 * @throws DataError when a file is missing or damaged; ConfigError when its settings are not known
 */
export async function loadTrainedRun(run: Run, compute: ComputeChoice = {}): Promise<TrainedRun> {
  const stored = await readSettings(run);
  const settings = { ...stored, model: { ...stored.model, ...compute } };
  const preprocessing = (await run.readJson('scaler')) as Preprocessing;
  const { detectors } = (await run.readJson('verdict')) as {
    detectors: readonly { name: string; verdict: unknown }[];
  };
  const restored: RestoredDetector[] = [];
  for (const { name, verdict } of detectors) {
    const origin = `${run.path}/verdict.json`;
    const state = decodeState(await run.readDetector(name), `the detector ${name} of ${run.path}`);
    const config = name === LEARNER ? { ...state.config, ...compute } : state.config;
    restored.push({
      name,
      detector: restoreDetector({ ...state, config }),
      verdict: parseFittedVerdict(verdict, origin),
    });
  }
  return { run, settings, preprocessing, detectors: restored };
}

/** The settings that a run was made with. @throws ConfigError when they are not known */
export async function readSettings(run: Run): Promise<TrainSettings> {
  const config = await run.readConfig();
  if (typeof config !== 'object' || config === null) {
    throw new ConfigError(`config.json of ${run.path} must hold settings, got something else.`);
  }
  const groups = Object.keys(trainSections);
  const own = Object.entries(config).filter(([name]) => groups.includes(name));
  return parseSections(trainSections, Object.fromEntries(own));
}

/** Keeps the scores of a recording under a name. */
export async function saveScores(run: Run, name: string, scores: Scores): Promise<void> {
  const { rows, channels } = scores;
  await run.writeArray(`${name}-rows`, { shape: [rows.length], data: rows });
  if (!channels) return;
  const C = channels.length / rows.length;
  await run.writeArray(`${name}-channels`, { shape: [rows.length, C], data: channels });
}

/** Reads scores back. @throws DataError when there are none */
export async function loadScores(run: Run, name: string): Promise<Scores> {
  const rows = await run.readArray(`${name}-rows`); // first, for one error where there are none
  const channels = await run.readArray(`${name}-channels`);
  return { rows: floats(rows.data), channels: floats(channels.data) };
}

/** The scores of normal operation of a detector. */
export async function loadNormalScores(
  run: Run,
  name: string,
  recordings: number,
): Promise<NormalScores> {
  const side = (which: string): Promise<Scores[]> =>
    Promise.all(
      Array.from({ length: recordings }, (_, i) => loadScores(run, `${name}-${which}-${i}`)),
    );
  return { training: await side('training'), validation: await side('validation') };
}

function floats(data: ArrayLike<number>): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data);
}
