/** Scores of a trained network: windows through the network, and back to rows. */
import type { ScoreOptions, TimeSeriesFrame } from '@anodec/core';
import { createRepeater, type InputArray, type Repeater, tf } from '@anodec/kernels';
import { startCompute } from '../compute.js';
import type { AutoencoderConfig } from '../config.js';
import type { ParameterSet } from '../parameter-set.js';
import { hasMissing, reverseRows, withStandIns } from './batches.js';
import { foldWindows } from './fold-windows.js';
import { cutResiduals } from './linear-residuals.js';
import type { NetworkContext } from './layers.js';
import { tensorsOf } from './model.js';
import { runNetwork } from './network.js';

/** The value of a reading that is folded, from its reconstruction. */
type FoldedValue = (output: number, reading: number) => number;

/** Reconstruction errors by the setting `scoreError`; NaN where the reading is missing. */
const errors: Readonly<Record<AutoencoderConfig['scoreError'], FoldedValue>> = {
  squared: (output, reading) => (output - reading) ** 2,
  absolute: (output, reading) => Math.abs(output - reading),
};

/**
 * Reconstruction errors of a frame, folded as the settings say; of two decoders the mean of both errors.
 *
 * @returns (T, C), NaN where no window reaches and where a reading is missing
 */
export async function foldErrors(
  config: AutoencoderConfig,
  parameters: ParameterSet,
  frame: TimeSeriesFrame,
  options?: ScoreOptions,
): Promise<Float32Array> {
  return foldReconstructions(config, parameters, frame, errors[config.scoreError], options);
}

/**
 * The reconstruction of a frame. Folds that make sense for errors alone, `window`, whose errors belong to no
 * single row, and `min`, give way to the mean over the windows that cover a row. Of two decoders the mean of
 * both.
 *
 * @returns (T, C), NaN where no window reaches
 */
export async function foldOutputs(
  config: AutoencoderConfig,
  parameters: ParameterSet,
  frame: TimeSeriesFrame,
  options?: ScoreOptions,
): Promise<Float32Array> {
  const fold = config.fold === 'window' || config.fold === 'min' ? 'mean' : config.fold;
  return foldReconstructions({ ...config, fold }, parameters, frame, (output) => output, options);
}

/** Reconstructs every window of a frame and folds the result. */
async function foldReconstructions(
  config: AutoencoderConfig,
  parameters: ParameterSet,
  frame: TimeSeriesFrame,
  value: FoldedValue,
  options?: ScoreOptions,
): Promise<Float32Array> {
  await startCompute(config);
  const { windowSize: W, scoreBatchSize: B } = config;
  const C = frame.channels.length;
  // a window that scores its last row alone need not be decoded further than that
  const decodesLastFirst = config.reverseTarget && config.direction === 'forward';
  const R = config.fold === 'last' && decodesLastFirst ? 1 : W;
  const values = new Float32Array(B * W * C);
  const weights = tensorsOf(parameters);
  const repeater = createRepeater();
  const readings = new Float32Array(B * R * C); // the last R rows of each window, before they are cut
  const isIncomplete = hasMissing(frame.values);
  const valuesOf = async (input: Float32Array): Promise<Float32Array> => {
    for (let b = 0; b < B; b++) {
      readings.set(input.subarray((b * W + W - R) * C, (b + 1) * W * C), b * R * C);
    }
    const complete = isIncomplete && hasMissing(input) ? withStandIns(input) : input;
    // in place: a new array of this size for each batch costs more than the network's first layer
    const read = config.linearPath ? cutResiduals(complete, complete) : complete;
    const windows = { values: read, shape: [B, W, C] };
    const outputs = await run(repeater, { config, weights }, windows, R);
    for (let b = 0; b < B; b++) {
      const last = (b * W + W - R) * C;
      for (let i = 0; i < R * C; i++) {
        const at = b * R * C + i;
        let sum = 0;
        for (const rows of outputs) sum += value(rows[at], readings[at]);
        values[last + i] = sum / outputs.length;
      }
    }
    return values;
  };
  try {
    return await foldWindows(config, frame, valuesOf, options);
  } finally {
    repeater.dispose();
    tf.dispose(Object.values(weights));
  }
}

/**
 * @param windows (B, W, C)
 * @returns (B, R, C) of each decoder, the last R rows of each window in the order of the input
 */
async function run(
  repeater: Repeater,
  context: NetworkContext,
  windows: InputArray,
  R: number,
): Promise<readonly Float32Array[]> {
  const { reverseTarget } = context.config;
  const outputs = repeater.run({ windows }, (inputs) => [
    ...runNetwork(context, inputs.windows, R).outputs,
  ]);
  const read = await Promise.all(outputs.map((rows) => rows.data<'float32'>()));
  tf.dispose(outputs);
  return read.map((values, i) => {
    const isReversed = reverseTarget === (i === 0);
    if (!isReversed || R === 1) return values;
    const turned = new Float32Array(values.length);
    reverseRows(values, R, windows.shape[2], turned);
    return turned;
  });
}
