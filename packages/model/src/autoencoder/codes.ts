/** The codes of windows: what the network keeps of them between encoder and decoder. */
import {
  checkStopped,
  type ScoreOptions,
  slidingWindows,
  type TimeSeriesFrame,
  type WindowCodes,
} from '@anodec/core';
import { tf } from '@anodec/kernels';
import { startCompute } from '../compute.js';
import type { AutoencoderConfig } from '../config.js';
import type { ParameterSet } from '../parameter-set.js';
import { hasMissing, withStandIns } from './batches.js';
import { cutResiduals } from './linear-residuals.js';
import { tensorsOf } from './model.js';
import { encode } from './encoder.js';

/**
 * The codes of evenly spread windows of a frame.
 *
 * @param limit largest number of windows
 */
export async function windowCodes(
  config: AutoencoderConfig,
  parameters: ParameterSet,
  frame: TimeSeriesFrame,
  limit: number,
  { signal }: ScoreOptions = {},
): Promise<WindowCodes> {
  await startCompute(config);
  const { windowSize: W, scoreBatchSize: B } = config;
  const C = frame.channels.length;
  const windows = slidingWindows(frame, W, config.stride, config.windowOffset);
  const chosen = spread(windows.starts.length, limit);
  const weights = tensorsOf(parameters);
  const input = new Float32Array(B * W * C); // always whole, so that a window has one code anywhere
  const codes: Float32Array[] = [];
  try {
    for (let from = 0; from < chosen.length; from += B) {
      checkStopped(signal, 'encoding');
      const indices = chosen.subarray(from, from + B);
      windows.gather(indices, input.subarray(0, indices.length * W * C));
      const complete = hasMissing(input) ? withStandIns(input) : input;
      const read = config.linearPath ? cutResiduals(complete) : complete;
      const code = tf.tidy(() => encode({ config, weights }, tf.tensor3d(read, [B, W, C])).code);
      codes.push((await code.data<'float32'>()).subarray(0, indices.length * config.embeddingSize));
      code.dispose();
    }
  } finally {
    tf.dispose(Object.values(weights));
  }
  const lastRows = chosen.map((n) => windows.starts[n] + W - 1);
  const size = config.embeddingSize;
  const values = new Float32Array(chosen.length * size);
  codes.reduce((offset, part) => {
    values.set(part, offset);
    return offset + part.length;
  }, 0);
  return { lastRows, size, values };
}

/** At most `limit` of the numbers below N, evenly spread. */
function spread(N: number, limit: number): Int32Array {
  const count = Math.min(N, limit);
  return Int32Array.from({ length: count }, (_, i) => Math.floor((i * N) / count));
}
