/**
 * The contract that every detector obeys, from a norm to a network.
 *
 * `fit` returns what was learned and fills nothing in; labels are never seen; the same row scores
 * the same alone (with the rows before it that the detector looks back on), in a batch and live.
 * Detectors receive scaled frames: the pipeline owns the scaler.
 */
import type { TimeSeriesFrame } from './frame.js';
import type { Progress } from './progress.js';

/** What a detector says about a recording. Higher is stranger; NaN where it cannot tell. */
export interface Scores {
  /** (T), one figure for a row, before any post-processing. */
  readonly rows: Float32Array;
  /**
   * (T, C), each channel's share, NaN where its reading is missing; left out by methods that cannot
   * tell channels apart.
   */
  readonly channels?: Float32Array;
}

/** What was learned, as data: enough to score again, elsewhere and later. */
export interface DetectorState {
  /** Name in the registry of detectors. */
  readonly detector: string;
  /** Settings and whatever else is not an array of floats. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly channels: readonly string[];
  readonly arrays: Readonly<Record<string, NamedArray>>;
}

/** A float32 array with its dimensions, outermost first. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What a fit may be told besides the recordings. */
export interface FitOptions {
  /** Recordings that are scored while learning, never learned from. */
  readonly validation?: readonly TimeSeriesFrame[];
  /** Raised to stop early, as by Ctrl-C; the fit ends with the best weights so far. */
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** What scoring may be told besides the frame. */
export interface ScoreOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** A detector before it has seen data. */
export interface Detector {
  /**
   * Learns what is normal.
   *
   * @param recordings normal operation, scaled; several frames are several recordings
   * Missing readings are NaN: nothing is learned from them.
   *
   * @throws DataError when a recording is too short
   */
  fit(recordings: readonly TimeSeriesFrame[], options?: FitOptions): Promise<FittedDetector>;
}

/** A detector that has learned. */
export interface FittedDetector {
  readonly channels: readonly string[];
  /** Rows before a row that its score depends on; a live stream keeps that many. */
  readonly lookback: number;
  /**
   * Scores rows by the channels that they have; a missing reading (NaN) has no score of its own.
   *
   * @throws ShapeError when the frame has other channels than the ones learned from
   */
  score(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Scores>;
  /** What the detector would have expected, (T, C), scaled; left out where there is no such thing. */
  reconstruct?(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Float32Array>;
  state(): DetectorState;
}
