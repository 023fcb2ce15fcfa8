/**
 * The contract of all detectors, from a norm to a network.
 *
 * `fit` returns a new object and changes nothing; no detector sees labels; a row has the same score
 * alone (with the rows before it that the detector looks back on), in a batch and in a live stream.
 * Detectors receive scaled frames unless their entry says otherwise: the pipeline owns the scaler.
 */
import type { TimeSeriesFrame } from './frame.js';
import type { Progress } from './progress.js';

/** The scores of a recording. Higher is more anomalous; NaN where there is no score. */
export interface Scores {
  /** (T), one score for each row, before any post-processing. */
  readonly rows: Float32Array;
  /**
   * (T, C), one score for each reading, NaN where the reading is missing; absent in methods that
   * score rows only.
   */
  readonly channels?: Float32Array;
}

/** A fitted detector as data: enough to score with it elsewhere and later. */
export interface DetectorState {
  /** Name in the registry of detectors. */
  readonly detector: string;
  /** Its settings, as JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly channels: readonly string[];
  readonly arrays: Readonly<Record<string, NamedArray>>;
}

/** A float32 array with its dimensions, outermost first. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Options of a fit. */
export interface FitOptions {
  /** Held-out recordings: evaluated during training, never learned from. */
  readonly validation?: readonly TimeSeriesFrame[];
  /**
   * Aborts the fit, as on Ctrl-C: training by epochs ends with the best weights so far, anything else
   * with StoppedError.
   */
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Options of scoring. */
export interface ScoreOptions {
  /** Aborts scoring with StoppedError. */
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** A detector with its settings, not yet fitted. */
export interface Detector {
  /**
   * Learns normal operation.
   *
   * @param recordings of normal operation; each frame is one recording. Missing readings are NaN and
   *   do not take part
   * @throws DataError when a recording is too short
   * @throws StoppedError when the signal is aborted before there is anything to return
   */
  fit(recordings: readonly TimeSeriesFrame[], options?: FitOptions): Promise<FittedDetector>;
}

/** A fitted detector. */
export interface FittedDetector {
  readonly channels: readonly string[];
  /** Rows before a row that its score depends on; a live stream keeps that many. */
  readonly lookback: number;
  /** Rows after a row that its score depends on; a live stream waits for that many. Absent: none. */
  readonly lookahead?: number;
  /**
   * Where the windows of a gap-free stretch begin: at its row `offset`, then every `stride` rows; a live stream
   * keeps whole strides. Absent: at every row.
   */
  readonly windows?: { readonly stride: number; readonly offset: number };
  /**
   * Scores each row by the readings it has; a missing reading (NaN) has no score.
   *
   * @throws ShapeError when the frame has other channels than the detector was fitted to
   */
  score(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Scores>;
  /** The expected readings, (T, C), in the units of the input; absent in methods without them. */
  reconstruct?(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Float32Array>;
  /** The codes of at most `limit` windows, for charts; absent in methods without them. */
  encode?(frame: TimeSeriesFrame, limit: number, options?: ScoreOptions): Promise<WindowCodes>;
  state(): DetectorState;
}

/** What a network keeps of windows. */
export interface WindowCodes {
  /** (N), the last row of each window. */
  readonly lastRows: Int32Array;
  /** Numbers of a code, E. */
  readonly size: number;
  /** (N, E), row-major. */
  readonly values: Float32Array;
}
