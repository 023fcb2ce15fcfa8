/** A trained autoencoder that scores in a browser, with the forward pass of this package. */
import { type LinearPath, linearExpectation } from '@anodec/classic';
import {
  checkSameChannels,
  createFrame,
  createPause,
  type DetectorState,
  type FittedDetector,
  type Folding,
  frameLength,
  lastRowFolding,
  meanFolding,
  meanOverChannels,
  medianFolding,
  minFolding,
  parseConfig,
  type ScoreOptions,
  silentProgress,
  slidingWindows,
  type TimeSeriesFrame,
  windowMeanFolding,
} from '@anodec/core';
import { z } from 'zod';
import { createReconstruction } from './forward.js';

/** The settings that decide scores. Others, which concern training, are not looked at. */
const ScoringSettings = z.object({
  cell: z.enum(['lstm', 'gru']),
  decoder: z.enum(['repeat', 'autoregressive']),
  linearOutput: z.boolean(),
  linearPath: z.boolean(),
  // runs from before there was such a setting have none
  pathShare: z.number().default(0),
  bidirectional: z.boolean().default(false),
  variational: z.boolean().default(false),
  attention: z.enum(['none', 'dot', 'general']).default('none'),
  direction: z.enum(['forward', 'both']).default('forward'),
  windowSize: z.int().min(1),
  reverseTarget: z.boolean(),
  fold: z.enum(['last', 'mean', 'median', 'min', 'window']),
  scoreError: z.enum(['squared', 'absolute']),
  stride: z.int().min(1),
  windowOffset: z.int().min(0),
});

type ScoringSettings = z.output<typeof ScoringSettings>;

/** Largest residual that a network on a linear path reads, in spreads. */
const LARGEST = 10;

const foldings: Readonly<
  Record<ScoringSettings['fold'], (T: number, C: number, W: number) => Folding>
> = {
  last: lastRowFolding,
  mean: meanFolding,
  median: medianFolding,
  min: minFolding,
  window: windowMeanFolding,
};

/**
 * Restores an autoencoder.
 *
 * @throws ConfigError when a setting is not one that this package knows
 * @throws DataError when the arrays are not those of the network
 */
export function restoreNetwork(state: DetectorState): FittedDetector {
  const { channels, arrays } = state;
  const settings = parseConfig(ScoringSettings, state.config, 'the network');
  const reconstruct = createReconstruction(settings, arrays);
  const path = settings.linearPath ? pathOf(arrays) : undefined;
  const L = path ? path.coefficients.length / channels.length ** 2 : 0;
  return {
    channels,
    lookback: settings.windowSize - 1 + L,
    state: () => state,
    async score(frame, options = {}) {
      checkSameChannels(frame.channels, channels, 'the frame');
      const inputs = path ? await residualsOf(path, frame, options) : frame;
      const offset = settings.windowOffset + L;
      const errors = await foldErrors({ ...settings, windowOffset: offset }, reconstruct, inputs, {
        ...options,
      });
      if (path) {
        mixPath(errors, inputs.values, settings);
        toReadings(errors, path.spreads, settings.scoreError);
      }
      return { rows: meanOverChannels(errors, channels.length), channels: errors };
    },
  };
}

/** What the linear path leaves over, in spreads of its channels. */
async function residualsOf(
  path: LinearPath,
  frame: TimeSeriesFrame,
  options: ScoreOptions,
): Promise<TimeSeriesFrame> {
  const expected = await linearExpectation(path, frame, options);
  const C = frame.channels.length;
  const values = frame.values.map((value, i) => (value - expected[i]) / path.spreads[i % C]);
  return createFrame({ ...frame, values, offsets: undefined });
}

/** Mixes the errors of the linear path alone into those of the network; `errors` is overwritten. */
function mixPath(
  errors: Float32Array,
  residuals: Float32Array,
  { pathShare, scoreError }: ScoringSettings,
): void {
  if (pathShare === 0) return;
  for (let i = 0; i < errors.length; i++) {
    const alone = scoreError === 'squared' ? residuals[i] ** 2 : Math.abs(residuals[i]);
    errors[i] += pathShare * (alone - errors[i]);
  }
}

/** From spreads to the units of the readings, or their squares. */
function toReadings(
  errors: Float32Array,
  spreads: Float32Array,
  kind: ScoringSettings['scoreError'],
): void {
  const factors = spreads.map((spread) => (kind === 'squared' ? spread ** 2 : spread));
  for (let i = 0; i < errors.length; i++) errors[i] *= factors[i % factors.length];
}

/** Reconstruction errors of every window, folded to rows: (T, C). */
async function foldErrors(
  settings: ScoringSettings,
  reconstruct: ReturnType<typeof createReconstruction>,
  frame: TimeSeriesFrame,
  { progress = silentProgress }: ScoreOptions,
): Promise<Float32Array> {
  const { windowSize: W, fold, reverseTarget, linearPath, scoreError } = settings;
  const C = frame.channels.length;
  const windows = slidingWindows(frame, W, settings.stride, settings.windowOffset);
  const folding = foldings[fold](frameLength(frame), C, W);
  const R = fold === 'last' && reverseTarget && settings.direction === 'forward' ? 1 : W;
  const window = new Float32Array(W * C);
  const errors = new Float32Array(W * C);
  const pause = createPause();
  progress.begin('Scoring', windows.starts.length, 'windows');
  for (const [n, start] of windows.starts.entries()) {
    windows.gather([n], window);
    const read = window.map((value) => inputOf(value, linearPath));
    const outputs = reconstruct(read, R);
    const errorAt = (w: number, c: number, rows: Float64Array, isReversed: boolean): number => {
      const decoded = isReversed ? W - 1 - w : w;
      const difference = rows[decoded * C + c] - window[w * C + c];
      return scoreError === 'squared' ? difference ** 2 : Math.abs(difference);
    };
    for (let w = W - R; w < W; w++) {
      for (let c = 0; c < C; c++) {
        // of two decoders the mean of both
        const sum = outputs.reduce(
          (total, rows, i) => total + errorAt(w, c, rows, reverseTarget === (i === 0)),
          0,
        );
        errors[w * C + c] = sum / outputs.length;
      }
    }
    folding.add(start, errors);
    if (n % 64 === 0) {
      progress.update(n);
      await pause();
    }
  }
  progress.end();
  return folding.finish();
}

/** A missing reading is 0; residuals are cut, so that one far off does not saturate the gates. */
function inputOf(value: number, isResidual: boolean): number {
  if (Number.isNaN(value)) return 0;
  return isResidual ? Math.max(-LARGEST, Math.min(LARGEST, value)) : value;
}

function pathOf(arrays: DetectorState['arrays']): LinearPath {
  const data = (name: string): Float32Array => arrays[`linear.${name}`].data;
  return {
    means: data('means'),
    components: data('components'),
    own: arrays['linear.own']?.data ?? new Float32Array(data('means').length), // stored before it was left out
    coefficients: data('coefficients'),
    shares: data('shares'),
    spreads: data('spreads'),
  };
}
