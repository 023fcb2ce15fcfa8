/** Codes of windows: what the encoder of a trained autoencoder makes of each. */
import {
  checkSameChannels,
  checkStopped,
  concatenate,
  ConfigError,
  createPause,
  type FittedDetector,
  frameLength,
  parseConfig,
  type ScoreOptions,
  silentProgress,
  slidingWindows,
  type TimeSeriesFrame,
} from '@anodec/core';
import { tf } from '@anodec/kernels';
import { startCompute } from '../compute.js';
import { AutoencoderConfig } from '../config.js';
import { hasMissing, withStandIns } from '../autoencoder/batches.js';
import { encode } from '../autoencoder/encoder.js';
import {
  cutResiduals,
  linearResiduals,
  lookbackOf,
  pathIn,
} from '../autoencoder/linear-residuals.js';
import { tensorsOf } from '../autoencoder/model.js';
import { parametersIn } from '../autoencoder/state.js';

/** Codes of the windows of a recording. */
export interface WindowCodes {
  /** (N), the first row of each window, increasing. */
  readonly starts: Int32Array;
  /** W, rows of a window. */
  readonly windowSize: number;
  /** E, values of a code. */
  readonly codeSize: number;
  /** (N, E), row-major; of a variational network the means. */
  readonly codes: Float32Array;
}

/** Options of encoding. */
export interface EncodeOptions extends ScoreOptions {
  /** Windows to encode at most, evenly spread over the recording; all by default. */
  readonly limit?: number;
}

/**
 * Encodes windows of a recording, in batches as scoring does: a window has the same code wherever it stands.
 *
 * @param detector a fitted autoencoder
 * @param frame scaled, as the detector reads it
 * @throws ConfigError when the detector is no autoencoder; ShapeError when the frame has other channels
 * @throws StoppedError when the signal is aborted
 */
export async function encodeWindows(
  detector: FittedDetector,
  frame: TimeSeriesFrame,
  { limit = Infinity, signal, progress = silentProgress }: EncodeOptions = {},
): Promise<WindowCodes> {
  const state = detector.state();
  if (state.detector !== 'autoencoder') {
    throw new ConfigError(
      `Codes must come from an autoencoder, got the detector ${state.detector}.`,
    );
  }
  checkSameChannels(frame.channels, detector.channels, 'the frame');
  const config = parseConfig(AutoencoderConfig, state.config, 'settings of the autoencoder');
  await startCompute(config);
  const { windowSize: W, scoreBatchSize: B } = config;
  const C = frame.channels.length;
  const path = config.linearPath ? pathIn(state.arrays) : undefined;
  const read = path ? (await linearResiduals(path, frame, { signal, progress })).frame : frame;
  const offset = config.windowOffset + (path ? lookbackOf(path) : 0);
  const possible = Math.max(1, Math.floor((frameLength(frame) - offset - W) / config.stride) + 1);
  const stride = config.stride * Math.max(1, Math.ceil(possible / limit));
  const windows = slidingWindows(read, W, stride, offset);
  const N = windows.starts.length;
  const input = new Float32Array(B * W * C);
  const weights = tensorsOf(parametersIn(config, state));
  const pause = createPause();
  const codes: Float32Array[] = [];
  progress.begin('Encoding', N, 'windows');
  try {
    for (let from = 0; from < N; from += B) {
      checkStopped(signal, 'encoding');
      const size = Math.min(B, N - from);
      const indices = Int32Array.from({ length: size }, (_, b) => from + b);
      windows.gather(indices, input.subarray(0, size * W * C));
      const complete = hasMissing(input) ? withStandIns(input) : input;
      const batch = tf.tensor3d(path ? cutResiduals(complete) : complete, [B, W, C]);
      const code = tf.tidy(() => encode({ config, weights }, batch).code);
      codes.push((await code.data<'float32'>()).slice(0, (size * code.size) / B));
      tf.dispose([batch, code]);
      progress.update(from + size);
      await pause();
    }
  } finally {
    tf.dispose(Object.values(weights));
    progress.end();
  }
  return {
    starts: windows.starts,
    windowSize: W,
    codeSize: config.embeddingSize,
    codes: concatenate(codes),
  };
}
