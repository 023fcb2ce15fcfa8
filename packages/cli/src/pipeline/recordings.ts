/** From the processed store to what detectors see: averaged, split in time, scaled, recentred. */
import {
  checkComplete,
  createFrame,
  DataError,
  frameLength,
  framePeriod,
  parseDuration,
  type TimeSeriesFrame,
} from '@anodec/core';
import {
  applyRecentring,
  applyScaler,
  fitRecentring,
  fitScaler,
  openStore,
  type Recentring,
  resampleFrame,
  type Scaler,
  splitInTime,
  type Wandering,
} from '@anodec/data';
import type { RecordingConfig } from './settings.js';

/** What turns the units of sensors into what detectors see; learned on training rows only. */
export interface Preprocessing {
  readonly scaler: Scaler;
  /** Left out where channels are taken as they are. */
  readonly recentring?: Recentring;
}

/** A recording in the units of its sensors and as detectors see it, row by row the same. */
export interface Recording {
  readonly raw: TimeSeriesFrame;
  readonly seen: TimeSeriesFrame;
  /** Channels that were brought back, in scaled units. */
  readonly wanderings: readonly Wandering[];
}

/** Normal operation, split in time, one entry for each recording. */
export interface NormalRecordings {
  /** Learned from. */
  readonly training: readonly Recording[];
  /** Held out: early stopping and the threshold. */
  readonly validation: readonly Recording[];
  readonly preprocessing: Preprocessing;
}

/**
 * Splits normal operation and learns the preprocessing on its training rows.
 *
 * @param windowSize W; W − 1 rows between the two sides of a split belong to neither
 * @throws DataError when a recording is too short
 */
export function splitNormal(
  frames: readonly TimeSeriesFrame[],
  config: RecordingConfig,
  windowSize: number,
): NormalRecordings {
  const options = { validation: config.validationSplit, gap: windowSize - 1 };
  const sides = frames.map((frame) => splitInTime(frame, options));
  const training = sides.map(({ train }) => train);
  const scaler = fitScaler(config.scaler, training, { clip: config.clip });
  const scaled = training.map((frame) => applyScaler(scaler, frame));
  const recentring = fitRecentringOf(scaled, config);
  const preprocessing = { scaler, ...(recentring && { recentring }) };
  return {
    training: training.map((raw, i) => ({ raw, seen: scaled[i], wanderings: [] })),
    validation: sides.map(({ validation }) => preprocess(validation, preprocessing)),
    preprocessing,
  };
}

/** Rows of a horizon, at least: where rows lie minutes apart, attacks last hours. */
const LEAST_HORIZON = 720;

function fitRecentringOf(
  scaled: readonly TimeSeriesFrame[],
  { recentre }: RecordingConfig,
): Recentring | undefined {
  if (recentre === 'none' || scaled[0].clock === 'rows') return undefined;
  const period = framePeriod(scaled[0]);
  const horizon = Math.max(LEAST_HORIZON, Math.round(parseDuration(recentre) / period));
  const longest = Math.max(...scaled.map(frameLength));
  // a level needs some horizons of training rows to show where it usually lies
  return longest >= 4 * horizon ? fitRecentring(scaled, horizon) : undefined;
}

/** A recording beside the form in which detectors see it. */
export function preprocess(raw: TimeSeriesFrame, { scaler, recentring }: Preprocessing): Recording {
  if (!recentring) return { raw, seen: applyScaler(scaler, raw), wanderings: [] };
  const { clip, ...unclipped } = scaler; // a reading is brought back first and clipped last
  const { frame, wanderings } = applyRecentring(recentring, applyScaler(unclipped, raw));
  return { raw, seen: clip === undefined ? frame : clipFrame(frame, clip), wanderings };
}

function clipFrame(frame: TimeSeriesFrame, clip: number): TimeSeriesFrame {
  const values = frame.values.map((value) => Math.max(-clip, Math.min(clip, value)));
  return createFrame({ ...frame, values });
}

/**
 * Reads the frames whose keys are `key`, `key_2`, … and averages them to the interval of the
 * settings.
 *
 * @throws DataError when the store or the key is not there
 */
export async function readRecordings(
  path: string,
  key: string,
  config: RecordingConfig,
): Promise<TimeSeriesFrame[]> {
  const store = await openStore(path);
  try {
    const keys = store.keys.filter((name) => new RegExp(`^${key}(_\\d+)?$`).test(name));
    if (keys.length === 0) {
      throw new DataError(
        `${path} must hold ${key}, got ${store.keys.join(', ') || 'nothing'}. ` +
          'Prepare the data set again with anodec data prepare.',
      );
    }
    return keys.map((name) => {
      const frame = resampleTo(store.readFrame(name), config.sampleFreq);
      checkComplete(frame, `${name} of ${path}`);
      return frame;
    });
  } finally {
    store.close();
  }
}

/** Averages to an interval, unless the rows are that far apart already or have no times. */
export function resampleTo(frame: TimeSeriesFrame, sampleFreq: string): TimeSeriesFrame {
  if (sampleFreq === 'none' || frame.clock === 'rows') return frame;
  const period = parseDuration(sampleFreq);
  return period <= framePeriod(frame) ? frame : resampleFrame(frame, period);
}

/** Rows of normal operation, for the report. */
export function countRows({ training, validation }: NormalRecordings): {
  training: number;
  validation: number;
} {
  return { training: rowsOf(training), validation: rowsOf(validation) };
}

function rowsOf(sides: NormalRecordings['training']): number {
  return sides.reduce((rows, { raw }) => rows + frameLength(raw), 0);
}
